"""정책제안 소식. What members ask of the district, for readers of feeds."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.utils.translation import gettext as _

from committees.models import Recommendation
from district.feeds import Atom, given
from district.models import District

NEWEST = 30


class Recommendations(Feed[Any, Recommendation]):
    """What was asked, and how it ended."""

    feed_type = Atom
    language = "ko"
    link = "/recommendations/"

    def title(self) -> str:
        """관악구 정책제안."""
        return _("%(district)s 정책제안") % {"district": District.current().name}

    def author_name(self) -> str:
        """The district."""
        return District.current().full_name

    def items(self) -> list[Recommendation]:
        """Those asked last, first."""
        return list(Recommendation.objects.visible_to(None)[:NEWEST])

    def item_title(self, item: Recommendation) -> str:
        """제2026-3호, its title, and where it stands."""
        return f"{item.label} {item.title} ({item.state_label})"

    def item_description(self, item: Recommendation) -> str:
        """The body, the words, and the result."""
        return "\n".join(filter(None, [item.body.name, item.text, item.result]))

    def item_link(self, item: Recommendation) -> str:
        """The address that stays."""
        return item.get_absolute_url()

    def item_pubdate(self, item: Recommendation) -> datetime:
        """When it was asked."""
        return item.proposed_at

    def item_updateddate(self, item: Recommendation) -> datetime:
        """When it was answered, handed over, or asked."""
        referral = item.referral
        return (referral.answered_at or referral.asked_at) if referral else item.proposed_at


feed_recommendations = given(Recommendations())
