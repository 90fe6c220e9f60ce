"""소식. What is called and what was decided, for readers of feeds; of a closed item its number alone."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import F
from django.utils.translation import gettext as _

from committees.actions.notices import when_and_where
from committees.calendars import agenda_of
from committees.models import Meeting, Resolution
from committees.rows import resolution_row
from district.feeds import Atom
from district.models import District

NEWEST = 30


class Meetings(Feed[Any, Meeting]):
    """Meetings as they are called, changed, held or cancelled."""

    feed_type = Atom
    language = "ko"
    link = "/"

    def title(self) -> str:
        """관악구 회의."""
        return _("%(district)s 회의") % {"district": District.current().name}

    def author_name(self) -> str:
        """The district."""
        return District.current().full_name

    def items(self) -> list[Meeting]:
        """Those called last, first."""
        called = Meeting.objects.visible_to(None).prefetch_related("items")
        return list(called.order_by(F("noticed_at").desc(nulls_last=True), "-id")[:NEWEST])

    def item_title(self, item: Meeting) -> str:
        """Its name; a cancelled one says so first."""
        cancelled = item.state == Meeting.State.CANCELLED
        return _("[취소] %(title)s") % {"title": item.title} if cancelled else item.title

    def item_description(self, item: Meeting) -> str:
        """When, where, and what about."""
        when = [item.printed_when, item.place] if item.printed_when else when_and_where(item)
        return "\n".join(filter(None, [*when, agenda_of(item.items.all())]))

    def item_link(self, item: Meeting) -> str:
        """Where people read of it."""
        return item.address

    def item_guid(self, item: Meeting) -> str:
        """The address that stays, wherever its page moves."""
        return item.get_absolute_url()

    def item_pubdate(self, item: Meeting) -> datetime:
        """When it was called."""
        return item.noticed_at or item.starts_at

    def item_updateddate(self, item: Meeting) -> datetime:
        """When it was adjourned, called to order, or called."""
        return item.adjourned_at or item.called_at or item.noticed_at or item.starts_at


class Resolutions(Feed[Any, Resolution]):
    """What was decided."""

    feed_type = Atom
    language = "ko"
    link = "/"

    def title(self) -> str:
        """관악구 의결."""
        return _("%(district)s 의결") % {"district": District.current().name}

    def author_name(self) -> str:
        """The district."""
        return District.current().full_name

    def items(self) -> list[Resolution]:
        """Those decided last, first."""
        return list(Resolution.objects.visible_to(None).order_by("-decided_at", "-id")[:NEWEST])

    def item_title(self, item: Resolution) -> str:
        """제2026-3호 and the item, as everybody may read it."""
        row = resolution_row(item)
        return f"{row['label']} {row['title']} ({row['form_label']})"

    def item_description(self, item: Resolution) -> str:
        """The words, if they are open, and by how many."""
        row = resolution_row(item)
        return "\n".join(filter(None, [item.item.meeting.title, row["text"], row["line"]]))

    def item_link(self, item: Resolution) -> str:
        """The address that stays."""
        return item.get_absolute_url()

    def item_pubdate(self, item: Resolution) -> datetime:
        """When it was decided."""
        return item.decided_at

    item_updateddate = item_pubdate
