"""Of which letter or wish somebody speaks: one's own, for there are no others to be seen."""

from uuid import UUID

from district.models import Person
from district.refusals import not_found
from letters.models import Browser, Follow, Letter


def letter_at(key: UUID, person: Person | None) -> Letter:
    """My letter."""
    letter = Letter.objects.visible_to(person).on_screen().filter(key=key).first()
    if letter is None:
        raise not_found()
    return letter


def follow_at(key: UUID, person: Person | None) -> Follow:
    """My wish."""
    wish = Follow.objects.visible_to(person).filter(key=key).first()
    if wish is None:
        raise not_found()
    return wish


def browser_at(key: UUID, person: Person | None) -> Browser:
    """My browser."""
    browser = Browser.objects.visible_to(person).filter(key=key).first()
    if browser is None:
        raise not_found()
    return browser
