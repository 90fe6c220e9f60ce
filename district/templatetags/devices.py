"""기기. What somebody signed in with, in words that its owner knows."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()

# Looked for in this order: nearly every browser also calls itself the ones below it.
BROWSERS = (
    ("SamsungBrowser", "Samsung Internet"),
    ("Whale/", "Naver Whale"),
    ("KAKAOTALK", "KakaoTalk"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


@register.filter
def device(agent: str) -> str:
    """Chrome · Windows; a program that names neither is shown by its own first word."""
    known = [next((name for mark, name in table if mark in agent), "") for table in (BROWSERS, SYSTEMS)]
    return " · ".join(filter(None, known)) or agent.split("/", maxsplit=1)[0][:40] or _("모르는 기기")
