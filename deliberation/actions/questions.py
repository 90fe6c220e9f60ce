"""Asking: what a question's page says becomes its record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from deliberation.actions.reviews import refer_to_department, rename_referrals
from deliberation.models import ParticipationPolicy, Question, Reflection, Thread
from deliberation.models.question import Reflected, Telling
from district.calendar import day
from district.models import Neighborhood, Person
from realtime.publish import publish
from search import entries
from surveys.actions import Draft, check_survey, lay_survey
from surveys.models import Survey

WRITTEN = frozenset(
    {"title", "slug", "kind", "topic", "purpose", "background", "summary", "result", "department", "url"}
)
TOLD = frozenset({"summary", "result", "reflections"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """The structured questions of a page, for the survey that is laid beside the talk."""

    items: tuple[Draft, ...]
    intro: str = ""
    shown: str = Survey.Shown.AFTER_ANSWER
    dongs: tuple[Neighborhood, ...] = ()
    # Where the survey ends with the talk, the page says nothing.
    closes_at: datetime | None = None

    def asked_with(self, question: Question) -> dict[str, Any]:
        """The survey as it stands beside that question."""
        return {
            "title": question.title,
            "opens_at": question.opens_at,
            "closes_at": self.closes_at or question.closes_at,
            "items": list(self.items),
            "intro": self.intro,
            "shown": self.shown,
            "panel": Survey.Panel.DONGS if self.dongs else Survey.Panel.VERIFIED,
            "dongs": self.dongs,
            "department": question.department,
            "url": question.url,
        }


@transaction.atomic
def open_question(
    *,
    title: str,
    opens_at: datetime,
    closes_at: datetime,
    by: Person | None,
    at: datetime,
    ref: UUID | None = None,
    tags: list[str] | None = None,
    survey: Questionnaire | None = None,
    reflections: Iterable[Reflected] = (),
    **written: Any,
) -> Question:
    """Ask the residents; the thresholds of this day hold for this question for good."""
    thread = Thread(opens_at=opens_at, closes_at=closes_at)
    question = Question(title=title, published_at=at, thread=thread)
    question.policy = ParticipationPolicy.objects.on(day(at))
    reflected = list(reflections)
    _write(question, written, reflected, at)
    thread.check_order()
    thread.told = thread.status(at)
    thread.save()
    question.thread = thread
    question.save()
    question.tags.set(tags or [])
    _lay_reflections(question, reflected)
    _lay_survey(question, survey, by=by, at=at)
    _file_question(question, at)
    publish(thread.room, "question.opened", question, by=by, at=at, ref=ref)
    return question


@transaction.atomic
def amend_question(
    question: Question,
    *,
    by: Person | None,
    at: datetime,
    ref: UUID | None = None,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    tags: list[str] | None = None,
    survey: Questionnaire | None = None,
    reflections: Iterable[Reflected] | None = None,
    **written: Any,
) -> Question:
    """Say it anew; handing over the same words again changes nothing and tells nobody."""
    thread = Thread.objects.locked().get(pk=question.thread_id)
    question = Question.objects.select_related("policy", "department", "survey").get(pk=question.pk)
    question.thread = thread
    reflected = None if reflections is None else list(reflections)
    opens_at, closes_at = opens_at or thread.opens_at, closes_at or thread.closes_at
    question.check_may_reschedule(opens_at, closes_at, at)
    changed = _write(question, written, reflected, at)
    if thread.reschedule(opens_at, closes_at, at):
        changed.add("thread")
    if tags is not None and set(tags) != set(question.tags.names()):
        question.tags.set(tags)
        changed.add("tags")
    if reflected is not None and _lay_reflections(question, reflected):
        changed.add("reflections")
    if _lay_survey(question, survey, by=by, at=at):
        changed.add("survey")
    if changed:
        _keep(question, changed, at)
    if changed - {"url"}:
        publish(thread.room, "question.amended", question, by=by, at=at, ref=ref)
    return question


def _keep(question: Question, changed: set[str], at: datetime) -> None:
    """Write down what is new, and let it be found; whoever has to answer is told of it by its new name."""
    thread = question.thread
    thread.save(update_fields=["opens_at", "closes_at", "told"])
    question.save()
    if changed & {"title", "url"}:
        rename_referrals(question)
    _file_question(question, at)
    if "thread" in changed and thread.told == Thread.Told.CLOSED:
        # Moved to an hour that is over: the clock will find nothing to close.
        refer_to_department(question, at=at)


def check_told(question: Question, *, at: datetime, survey: Questionnaire | None, telling: Telling) -> None:
    """Refuse before publication what handing it over would refuse; the question stands as its page has it."""
    Question.check_may_conclude(telling, question.closes_at, at)
    question.check_keeps_survey(asks=survey is not None)
    if survey is not None and question.title:
        check_survey(survey_key(question), at=at, **survey.asked_with(question))


def survey_key(question: Question) -> UUID:
    """By which the survey of a question is found again, whatever page the question has by then."""
    return uuid5(NAMESPACE_URL, f"question/{question.pk}")


def _lay_survey(question: Question, asked: Questionnaire | None, *, by: Person | None, at: datetime) -> bool:
    """Lay the structured questions beside the talk; tells whether the question had none before."""
    if asked is None:
        return False
    survey = lay_survey(survey_key(question), by=by, at=at, **asked.asked_with(question))
    first = question.survey_id is None
    question.survey = survey
    if first:
        question.save(update_fields=["survey"])
    return first


def _write(
    question: Question, written: dict[str, Any], reflected: list[Reflected] | None, at: datetime
) -> set[str]:
    """Take over what the page says, and tell what is new in it."""
    if unknown := written.keys() - WRITTEN:
        raise TypeError(f"a question has no {', '.join(sorted(unknown))}")
    new = {name for name, value in written.items() if getattr(question, name) != value}
    for name in new:
        setattr(question, name, written[name])
    if new & TOLD or reflected:
        telling = Telling(
            summary=question.summary, result=question.result, reflections=tuple(reflected or ())
        )
        question.check_may_conclude(telling, question.closes_at, at)
    if "result" in new:
        question.conclude(at)
    return new


def _lay_reflections(question: Question, reflected: list[Reflected]) -> bool:
    """Let each opinion's outcome follow its block; tells whether anything is said otherwise."""
    known = {row.key: row for row in question.reflections.all()}
    changed = False
    for ordinal, said in enumerate(reflected, 1):
        row = known.pop(said.key, None) or Reflection(question=question, key=said.key)
        facts = said.facts() | {"ordinal": ordinal}
        if row.pk is None or any(getattr(row, name) != value for name, value in facts.items()):
            for name, value in facts.items():
                setattr(row, name, value)
            row.save()
            changed = True
    if known:
        # Words of the page, which keeps its revisions: no row of proceedings goes.
        Reflection.objects.filter(pk__in=[row.pk for row in known.values()]).delete()
    return changed or bool(known)


def _file_question(question: Question, at: datetime) -> None:
    """Let the question be found, with what became of it."""
    reflected = question.reflections.values_list("opinion", "words")
    words = [question.purpose, question.background, question.summary, question.result]
    entries.file(
        question,
        kind="question",
        title=question.title,
        words="\n".join([*words, *(" ".join(pair) for pair in reflected)]),
        url=question.url,
        on=day(question.published_at),
        state=question.status(at),
        department=question.department.name if question.department else "",
        tags=sorted(question.tags.names()),
    )
