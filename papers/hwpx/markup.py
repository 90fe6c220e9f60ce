"""The letters of OWPML: its namespaces, its measures, and how words become XML."""

from xml.sax.saxutils import escape, quoteattr

HANCOM = "http://www.hancom.co.kr"
NAMESPACES = {
    "ha": f"{HANCOM}/hwpml/2011/app",
    "hp": f"{HANCOM}/hwpml/2011/paragraph",
    "hp10": f"{HANCOM}/hwpml/2016/paragraph",
    "hs": f"{HANCOM}/hwpml/2011/section",
    "hc": f"{HANCOM}/hwpml/2011/core",
    "hh": f"{HANCOM}/hwpml/2011/head",
    "hhs": f"{HANCOM}/hwpml/2011/history",
    "hm": f"{HANCOM}/hwpml/2011/master-page",
    "hpf": f"{HANCOM}/schema/2011/hpf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "opf": "http://www.idpf.org/2007/opf/",
    "ooxmlchart": f"{HANCOM}/hwpml/2016/ooxmlchart",
    "hwpunitchar": f"{HANCOM}/hwpml/2016/HwpUnitChar",
    "epub": "http://www.idpf.org/2007/ops",
    "config": "urn:oasis:names:tc:opendocument:xmlns:config:1.0",
}
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>'
EVERYWHERE = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
SCRIPTS = ("hangul", "latin", "hanja", "japanese", "other", "symbol", "user")


def units(millimetres: float) -> int:
    """Millimetres in HWPUNIT, 7,200 to the inch."""
    return round(millimetres * 7200 / 25.4)


def points(size: float) -> int:
    """Points in hundredths, as sizes of letters are counted."""
    return round(size * 100)


def tag(name: str, inside: str = "", /, **facts: object) -> str:
    """One element; a trailing underscore keeps a fact's name apart from Python's words."""
    told = "".join(f" {key.rstrip('_')}={quoteattr(str(value))}" for key, value in facts.items())
    return f"<{name}{told}>{inside}</{name}>" if inside else f"<{name}{told}/>"


def words(text: str) -> str:
    """Words of a run; a line ends where its writer ended it."""
    return tag("hp:t", "<hp:lineBreak/>".join(escape(line) for line in text.split("\n")))


def for_each_script(name: str, value: int) -> str:
    """One measure for the letters of every script."""
    return tag(name, **dict.fromkeys(SCRIPTS, value))
