"""소식. What was done for the pledges and what was changed of them, for readers of feeds."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.utils.translation import gettext as _

from district.dates import official
from district.feeds import Atom
from district.models import District
from pledges.models import Amendment, ProgressEntry

NEWEST = 30
type Told = ProgressEntry | Amendment


class Pledges(Feed[Any, Told]):
    """추진실적 as they are entered, and amendments as they come into force."""

    feed_type = Atom
    language = "ko"
    link = "/"

    def title(self) -> str:
        """관악구 공약."""
        return _("%(district)s 공약") % {"district": District.current().name}

    def author_name(self) -> str:
        """The district."""
        return District.current().full_name

    def items(self) -> list[Told]:
        """Those told last, first; what is told twice is told once here."""
        entries = ProgressEntry.objects.visible_to(None).once()
        amended = Amendment.objects.visible_to(None).in_force()
        told: list[Told] = [
            *entries.select_related("pledge", "indicator").order_by("-entered_at", "-id")[:NEWEST],
            *amended.select_related("pledge").order_by("-enacted_at", "-id")[:NEWEST],
        ]
        return sorted(told, key=moment, reverse=True)[:NEWEST]

    def item_title(self, item: Told) -> str:
        """6-2 and what was done, or which amendment came into force."""
        if isinstance(item, Amendment):
            return _("%(code)s 공약 변경 %(n)d") % {"code": item.pledge.code, "n": item.number}
        return f"{item.pledge.code} {item.title}"

    def item_description(self, item: Told) -> str:
        """Of which pledge, and in what words."""
        if isinstance(item, Amendment):
            since = _("%(day)s 시행") % {"day": official(item.effective_on)} if item.effective_on else ""
            return "\n".join(filter(None, [str(item.pledge), since, item.reason]))
        return "\n".join(filter(None, [str(item.pledge), item.text]))

    def item_link(self, item: Told) -> str:
        """Its place on the page of the pledge."""
        part = "amendment" if isinstance(item, Amendment) else "entry"
        number = item.number if isinstance(item, Amendment) else item.pk
        place = item.pledge.get_absolute_url()
        return f"{place}#{part}-{number}" if part == "amendment" else f"{place}entries/#{part}-{number}"

    item_guid = item_link

    def item_pubdate(self, item: Told) -> datetime:
        """When it was told."""
        return moment(item)

    item_updateddate = item_pubdate


def moment(item: Told) -> datetime:
    """When everybody could know it."""
    if isinstance(item, Amendment):
        return item.enacted_at or item.proposed_at
    return item.entered_at
