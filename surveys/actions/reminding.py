"""Reminding: those who were asked by name and have not answered, and nobody else."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from district.dates import day, official_time
from district.models import Person
from district.refusals import Refusal
from letters.actions import tell
from letters.models import Dispatch
from realtime.publish import publish
from surveys.models import Survey
from surveys.models.survey import LEDGER
from surveys.panel import not_answered


@transaction.atomic
def remind_panel(survey: Survey, *, by: Person, at: datetime, ref: UUID | None = None) -> Survey:
    """A letter to whoever was asked by name and has not answered, once a day."""
    survey = Survey.objects.locked().get(pk=survey.pk)
    survey.check_may_remind(by, at)
    waiting = list(not_answered(survey).values_list("person", flat=True))
    if not waiting:
        raise Refusal("all_answered", _("답하지 않은 분이 없습니다."), status=409)
    about = f"survey/{survey.pk}/remind/{day(at)}"
    if Dispatch.objects.filter(about=about).exists():
        raise Refusal("reminded_today", _("오늘은 이미 알렸습니다. 내일 다시 알리실 수 있습니다."), 409)
    with translation.override(settings.LANGUAGE_CODE):
        tell(
            about,
            title=_("설문에 답해 주세요: %(title)s") % {"title": survey.title},
            words=_("%(until)s까지 답하실 수 있습니다.") % {"until": official_time(survey.closes_at)},
            url=survey.address,
            people=waiting,
            at=at,
        )
    publish(LEDGER, "survey.reminded", survey, by=by, at=at, ref=ref, facts={"people": len(waiting)})
    return survey
