"""Telling what became of it: everybody who spoke, and whoever follows, hears of each answer once."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from deliberation.models import Proposal, Question
from letters.actions import tell
from letters.models import Dispatch
from referrals.models import Pause, Progress, Referral

# What was answered longer ago was copied from somewhere, and is no news.
FRESH = timedelta(days=90)


class News(NamedTuple):
    """Something that must be told of a subject; the place is an anchor of its page."""

    subject: Question | Proposal
    title: str
    place: str
    words: str = ""
    # 보완: what is asked of whoever proposed it, and of nobody else.
    for_proposers: bool = False


def due(at: datetime) -> None:
    """Tell of every answer and every result that nobody has told of."""
    with translation.override(settings.LANGUAGE_CODE):
        news = dict(_news(at))
        told = set(Dispatch.objects.filter(about__in=news).values_list("about", flat=True))
        for about, each in news.items():
            if about not in told:
                _tell(about, each, at)


def _tell(about: str, news: News, at: datetime) -> None:
    subject = news.subject
    if isinstance(subject, Proposal) and news.for_proposers:
        people, topic = {person for person, _percent, _main in subject.proposers()}, ""
    else:
        people, topic = set(subject.people_to_tell()), subject.letter_topic
    tell(
        about,
        title=news.title % {"title": subject.title},
        words=news.words,
        # The words of an answer stand in one place; a letter only leads there.
        url=f"{subject.get_absolute_url()}#{news.place}",
        topic=topic,
        people=people,
        because=_("참여하신 질문") if isinstance(subject, Question) else _("참여하신 제안"),
        at=at,
    )


def _news(at: datetime) -> Iterator[tuple[str, News]]:
    since = at - FRESH
    ways = ("referral", "referral__again", "mayor_referral")
    answered = reduce(or_, (Q(**{f"{way}__answered_at__range": (since, at)}) for way in ways))
    for subjects in (Question, Proposal):
        for subject in subjects.objects.filter(answered).select_related(*ways):
            again = getattr(subject.referral, "again", None)
            for referral in filter(None, (subject.referral, again, subject.mayor_referral)):
                if referral.answered_at is not None and since <= referral.answered_at <= at:
                    about = f"{subject.letter_topic}/answer/{referral.pk}"
                    place = "answers" if isinstance(subject, Proposal) else f"answer-{referral.level}"
                    yield about, News(subject, _title(referral), place)
    for question in Question.objects.filter(result_at__range=(since, at)):
        title = _("어떻게 반영했는지 알려 드립니다: %(title)s")
        yield f"{question.letter_topic}/result", News(question, title, "result")
    yield from _on_the_way(since, at)


def _on_the_way(since: datetime, at: datetime) -> Iterator[tuple[str, News]]:
    """What a department asks of the proposers meanwhile, and what it carries out afterwards."""
    asked = Pause.objects.filter(kind=Pause.Kind.SUPPLEMENT, ended_at=None, began_at__range=(since, at))
    steps = Progress.objects.filter(at__range=(since, at))
    owed = _proposals({pause.referral_id for pause in asked} | {step.referral_id for step in steps})
    for pause in asked:
        if proposal := owed.get(pause.referral_id):
            about = f"{proposal.letter_topic}/supplement/{pause.pk}"
            title = _("보완을 부탁드립니다: %(title)s")
            yield about, News(proposal, title, "process", words=pause.reason, for_proposers=True)
    for step in steps:
        if proposal := owed.get(step.referral_id):
            about = f"{proposal.letter_topic}/progress/{step.pk}"
            yield about, News(proposal, _carried_out(step), "process", words=step.words)


def _proposals(referrals: set[int]) -> dict[int, Proposal]:
    """By the referral that is owed, or by the one of a reconsideration; one query for all."""
    mine = Q(referral__in=referrals) | Q(referral__again__in=referrals)
    told: dict[int, Proposal] = {}
    for proposal in Proposal.objects.filter(mine).select_related("referral__again"):
        again = getattr(proposal.referral, "again", None)
        told |= {each.pk: proposal for each in (proposal.referral, again) if each is not None}
    return told


def _carried_out(step: Progress) -> str:
    if step.kind == Progress.Kind.DELAYED:
        return _("실시가 늦어집니다: %(title)s")
    if step.kind == Progress.Kind.STARTED:
        return _("실시를 시작했습니다: %(title)s")
    return _("실시를 마쳤습니다: %(title)s")


def _title(referral: Referral) -> str:
    if referral.level == Referral.Level.MAYOR:
        return _("구청장이 답변했습니다: %(title)s")
    return _("부서가 답변했습니다: %(title)s")
