"""The words of a form's layout: which sections there are, what each may say, what a column may hold."""

FUNDS = ("national", "city", "district", "other")
CHANNELS = ("briefing", "survey", "expert", "press", "other")
"""Said here once more, for the records themselves ask whether a form is sound; a test holds them together."""
MOST = 300
"""Letters of a word, entries of a list."""
NESTED = 2
PERIODS = {"first", "year", "last"}
"""How the first, the middle and the last years of an administration are called; `{year}` is the year."""
GROUPED = {"year", "administration"}
"""What the title of a column may name."""

CELLS = {"label", "code", "of", "columns", "rows", "choices", "several", "fund", "align", "before"}
OPTIONS = ("code", "title", "department", "status", "status_word", "cost", "charges")
"""What the house itself puts into the head."""

TABLE_OPTIONS = {"head", "total", "before", "flat", "untitled", "shares", "groups", "titles"}

# By kind: what must be said of it, and what may be.
SECTIONS: dict[str, tuple[set[str], set[str]]] = {
    "heading": ({"text"}, {"level"}),
    "passages": ({"section"}, {"mark", "empty"}),
    "table": ({"code"}, {"title"}),
    "schedule": (set(), {"title", "whole_years", "first", "note"}),
    "budget": ({"columns", "funds"}, {"title", "unit", "empty", "first"}),
    "spending": ({"columns", "funds"}, {"title", "unit", "first"}),
    "indicators": ({"columns"}, {"title"}),
    "quarters": ({"columns"}, {"title"}),
    "results": ({"columns"}, {"title", "trim"}),
    "performance": ({"columns"}, {"title"}),
    "log": (set(), {"columns", "entries", "title", "lines", "empty"}),
    "channels": ({"columns"}, {"title", "unit", "code"}),
}
# By kind: what a column may hold.
_OF_INDICATOR = ("no", "name", "metric", "unit")
COLUMNS = {
    "budget": ("total", "before", "term", "years", "after"),
    "spending": ("total", "term", "years", "after"),
    "indicators": (*_OF_INDICATOR, "target", "years"),
    "quarters": (*_OF_INDICATOR, "target", "quarters"),
    "results": (*_OF_INDICATOR, "side", "years", "rate"),
    "performance": (*_OF_INDICATOR, "weight", "target", "actual", "rate", "note"),
    "log": ("no", "when", "title", "text", "note"),
    "channels": ("total", "channel"),
}
