"""소식 받기. What whoever follows a member hears: appointed, in an office, a recommendation, and the end."""

from datetime import date, datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from committees.models import Membership, Office, Recommendation
from district.dates import day, official
from letters.actions import tell
from letters.models import Follow


def first_of(membership: Membership) -> Membership:
    """The first time this person was appointed to this body: who follows goes on through a renewal."""
    whole = membership.seat.body.convener
    mine = Membership.objects.filter(seat__body=whole, person=membership.person_id)
    return mine.order_by("start", "pk").first() or membership


def topic_of(membership: Membership) -> str:
    """What is followed."""
    return f"member/{first_of(membership).pk}"


def tell_appointed(membership: Membership, at: datetime) -> None:
    """Appointed anew, to the same body; of a part nobody is told."""
    if membership.seat.body.parent_id is None:
        with translation.override(settings.LANGUAGE_CODE):
            words = _("임기: %(start)s부터 %(end)s까지") % {
                "start": official(membership.start),
                "end": official(membership.end),
            }
            _tell(membership, "seated", _("%(name)s님이 %(body)s 위원으로 위촉되었습니다"), at, words=words)


def tell_ended(membership: Membership, last: date, at: datetime) -> None:
    """No more a member since that day; why is nobody's business."""
    if membership.seat.body.parent_id is None:
        with translation.override(settings.LANGUAGE_CODE):
            words = _("임기는 %(day)s까지였습니다.") % {"day": official(last)}
            _tell(membership, "over", _("%(name)s 위원의 %(body)s 임기가 끝났습니다"), at, words=words)


def tell_office(office: Office, at: datetime) -> None:
    """Somebody who is followed leads, or keeps the papers; of a post there is nobody to follow."""
    if office.membership is None:
        return
    with translation.override(settings.LANGUAGE_CODE):
        words = f"{office.body.called} {office.label} · {official(office.start)}"
        title = _("%(name)s 위원이 %(body)s에서 새 직을 맡았습니다")
        _tell(office.membership, f"office/{office.pk}", title, at, words=words)


def tell_recommended(recommendation: Recommendation, at: datetime) -> None:
    """What somebody who is followed asks of the district."""
    seated = Membership.objects.sitting(day(at)).filter(
        seat__body=recommendation.body, person=recommendation.author
    )
    membership = seated.select_related("seat__body__parent").first()
    if membership is not None:
        with translation.override(settings.LANGUAGE_CODE):
            title = _("%(name)s 위원이 %(body)s에서 정책을 제안했습니다")
            about, url = f"recommendation/{recommendation.pk}", recommendation.get_absolute_url()
            _tell(membership, about, title, at, words=recommendation.title, url=url)


def _tell(membership: Membership, about: str, title: str, at: datetime, *, words: str, url: str = "") -> None:
    topic = topic_of(membership)
    # Ten thousand appointments of an import leave no line for nobody.
    if not Follow.objects.standing().filter(topic=topic).exists():
        return
    body = membership.seat.body.convener
    tell(
        f"membership/{membership.pk}/{about}",
        title=title % {"name": membership.name, "body": body.called},
        words=words,
        url=url or f"/members/{membership.pk}/",
        topic=topic,
        at=at,
    )
