"""How a reader likes to read: kept in cookies, so that it needs no account."""

from django.conf import settings
from django.http import HttpRequest

CHOICES = {
    "language": [code for code, _ in settings.LANGUAGES],
    "theme": ["auto", "light", "dark"],
    "contrast": ["auto", "more"],
    "size": ["100", "125", "150", "200"],
}
YEAR = 365 * 24 * 3600


def choice_of(request: HttpRequest) -> dict[str, str]:
    """What was chosen; the first of each list where nothing sensible was."""
    asked = {name: request.COOKIES.get(name, "") for name in CHOICES}
    return {name: asked[name] if asked[name] in known else known[0] for name, known in CHOICES.items()}
