"""The sentences of the house and their English: read from templates and modules without xgettext.

`bin/words` writes locale/en/LC_MESSAGES/django.po anew, keeps what is translated, and compiles it.
"""

import ast
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tests.source import APPS, ROOT

PO = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
# Which arguments of a call are what: texts by position, the context marked.
SINGLE, PLURAL, CONTEXT, BOTH = None, (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
CALLS = {"_": SINGLE, "N_": SINGLE}
for suffix in ("", "_lazy"):
    CALLS |= {f"gettext{suffix}": SINGLE, f"ngettext{suffix}": PLURAL}
    CALLS |= {f"pgettext{suffix}": CONTEXT, f"npgettext{suffix}": BOTH}
CALLS |= {"gettext_noop": SINGLE}
LITERAL = r"u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
IN_TEMPLATE = re.compile(rf"\b(n?p?gettext|_)\(({LITERAL}(?:\s*,\s*{LITERAL})*)", re.DOTALL)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")

type Message = tuple[str | tuple[str, str], str | None]


def written() -> dict[Message, set[str]]:
    """Every sentence of ours with its context, and the files it stands in."""
    found: dict[Message, set[str]] = {}
    for path, message in (*from_modules(), *from_templates()):
        found.setdefault(message, set()).add(path)
    return found


def from_modules() -> Iterator[tuple[str, Message]]:
    """Sentences in Python."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                with path.open("rb") as text:
                    for _line, function, words, _comments in extract_python(text, CALLS, [], {}):
                        yield str(path.relative_to(ROOT)), _message(function, words)


def from_templates() -> Iterator[tuple[str, Message]]:
    """Sentences in templates, as Django itself reads them."""
    from django.utils.translation.template import templatize

    folders = [ROOT / "templates", *(ROOT / app for app in APPS)]
    for folder in folders:
        for path in sorted(each for kind in ("*.html", "*.txt") for each in folder.rglob(kind)):
            name = str(path.relative_to(ROOT))
            for function, words in IN_TEMPLATE.findall(
                templatize(path.read_text(encoding="utf-8"), origin=name)
            ):
                yield name, _message(function, ast.literal_eval(f"({words},)"))


def read() -> Catalog:
    """What is translated so far."""
    with PO.open("rb") as text:
        return read_po(text, locale="en", domain="django")


def compiled(catalog: Catalog) -> bytes:
    """The catalogue as the running house reads it."""
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def merge() -> Catalog:
    """The catalogue with what is new in it and without what is gone."""
    known = read() if PO.exists() else Catalog(locale="en")
    # Dates in the head would change the file without any sentence having changed.
    day = datetime(2026, 1, 1, tzinfo=UTC)
    people = dict.fromkeys(("msgid_bugs_address", "last_translator", "language_team"), "")
    fresh = Catalog(
        "en",
        "django",
        project="Cheong",
        version="1",
        creation_date=day,
        revision_date=day,
        fuzzy=False,
        **people,
    )
    fresh.header_comment = "# The English of the house; the Korean sentences themselves are the keys."
    for (words, context), places in sorted(written().items(), key=lambda item: (min(item[1]), str(item[0]))):
        old = known.get(words, context=context)
        text = old.string if old else ""
        fresh.add(words, text, locations=[(place, None) for place in sorted(places)], context=context)
    return fresh


def untranslated(catalog: Catalog) -> list[str]:
    """Sentences without English."""
    texts = ((each.id, each.string if isinstance(each.string, tuple) else (each.string,)) for each in catalog)
    return [str(words) for words, english in texts if words and not all(english)]


def main() -> int:
    """Write both files, and say what is still missing."""
    import django
    from django.conf import settings

    settings.configure()
    django.setup()
    catalog = merge()
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as text:
        write_po(text, catalog, width=110, include_lineno=False, omit_header=False)
    MO.write_bytes(compiled(read()))
    missing = untranslated(catalog)
    print(f"{Path(PO).relative_to(ROOT)}: {len(catalog)} sentences, {len(missing)} without English")
    return 0


def _message(function: str, words: object) -> Message:
    texts = [
        each for each in (words if isinstance(words, tuple | list) else [words]) if isinstance(each, str)
    ]
    context = texts.pop(0) if function.startswith(("pgettext", "npgettext")) else None
    return ((texts[0], texts[1]) if len(texts) > 1 and "n" in function[:2] else texts[0]), context


if __name__ == "__main__":
    sys.exit(main())
