"""What of a page a reader without a script sees: what is hidden or in a template is not there."""

from bs4 import BeautifulSoup, Tag

UNSEEN = ("template", "script", "dialog")


def seen(page: str) -> BeautifulSoup:
    """The page without what its reader does not see."""
    soup = BeautifulSoup(page, "html.parser")
    for part in soup.find_all(UNSEEN):
        part.decompose()
    for part in soup.select("[hidden], .with-js"):
        if isinstance(part, Tag) and not part.decomposed:
            part.decompose()
    return soup


def words(page: str, selector: str) -> list[str]:
    """What stands in each of those parts, on one line."""
    return [" ".join(part.get_text(" ").split()) for part in seen(page).select(selector)]


def forms(page: str) -> dict[str, dict[str, list[str]]]:
    """The forms that can be sent, by address: each field with what it offers."""
    told: dict[str, dict[str, list[str]]] = {}
    for form in seen(page).select("form[method=post]"):
        fields = told.setdefault(str(form["action"]), {})
        for field in form.select("[name]"):
            fields.setdefault(str(field["name"]), []).append(str(field.get("value", "")))
    return told
