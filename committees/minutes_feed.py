"""회의록 소식. What has been published, for readers of feeds; of closed parts that they are."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.utils.translation import gettext as _

from committees.excerpts import of_minutes
from committees.models import Minutes
from district.feeds import Atom, given
from district.models import District

NEWEST = 30
LONGEST = 1_000


class PublishedMinutes(Feed[Any, Minutes]):
    """Minutes as they are published."""

    feed_type = Atom
    language = "ko"
    link = "/"

    def title(self) -> str:
        """관악구 회의록."""
        return _("%(district)s 회의록") % {"district": District.current().name}

    def author_name(self) -> str:
        """The district."""
        return District.current().full_name

    def items(self) -> list[Minutes]:
        """Those published last, first, with their words read at once."""
        rows = Minutes.objects.visible_to(None).prefetch_related("meeting__bodies")
        found = list(rows.order_by("-published_at", "-id")[:NEWEST])
        words = of_minutes(found)
        for each in found:
            each.words = words.get(each.pk, "")[:LONGEST]  # type: ignore[attr-defined]
        return found

    def item_title(self, item: Minutes) -> str:
        """Of which meeting."""
        return _("%(name)s 회의록") % {"name": item.meeting.title}

    def item_description(self, item: Minutes) -> str:
        """What was decided and said, as everybody may read it."""
        return str(item.words)  # type: ignore[attr-defined]

    def item_link(self, item: Minutes) -> str:
        """The address that stays."""
        return item.get_absolute_url()

    def item_pubdate(self, item: Minutes) -> datetime | None:
        """When everybody could read it."""
        return item.published_at

    item_updateddate = item_pubdate


feed_minutes = given(PublishedMinutes())
