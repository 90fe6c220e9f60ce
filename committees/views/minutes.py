"""회의록 for people: the paper, the working edition with its corrections, and each act a plain form."""
# ruff: noqa: A002 (the address calls it id)

from functools import partial
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from committees.actions.signing import check_signer, standings
from committees.documents.minutes import document_of
from committees.minutes_rows import history_of, working_fields
from committees.models import Meeting, Minutes, MinutesText, Office
from committees.rights import check_keeps, rights_of
from committees.speakers import meeting_at
from committees.views import minutes_files as files
from committees.views import minutes_verbs as verbs
from committees.views.minutes_api import correction_at
from committees.views.presses import number_in, pressed
from committees.views.showing import allows
from committees.views.site import sign_in
from district.dates import day
from district.models import Person
from district.refusals import Refusal, not_found
from district.second_factor import PROOFS
from district.visitors import kept_from_others, person_of
from realtime.acts import ref_in

PAPER = "paper"
CHANGED = "change-"


@require_safe
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """For everybody once it is published; before that for those inside, and for nobody else."""
    return shown(request, pk)


def shown(request: HttpRequest, pk: int, refusal: Refusal | None = None) -> HttpResponse:
    """The page, also with words that have to be mended."""
    person, at = person_of(request), timezone.now()
    meeting, asked = meeting_at(pk, person), request.GET.get("as", "")
    text, inside = files.read_by(meeting, person, at, asked=asked)
    works = inside and asked != PAPER and text.minutes.published_at is None
    context = {
        **told(text, inside=inside),
        "works": works,
        "asked": asked if asked in {PAPER, files.PUBLIC} else "",
        "entitled": person is not None and rights_of(meeting, person, at).entitled,
        "document": None if works else document_of(text, inside=inside),
        **(working(request, text, person, at) if inside and person is not None else {}),
        "said": request.POST.dict() if refusal else {},
        "error": refusal,
    }
    response = render(request, "committees/minutes.html", context, status=refusal.status if refusal else 200)
    if person is not None:
        return kept_from_others(response)
    patch_cache_control(response, private=True, no_cache=True)
    return response


def told(text: MinutesText, *, inside: bool) -> dict[str, Any]:
    """What stands above and beside it for whoever reads it."""
    meeting = text.minutes.meeting
    return {
        "meeting": meeting,
        "body": meeting.round.convener,
        "minutes": text.minutes,
        "text": text,
        "inside": inside,
        "empty": text.empty_fields,
        "signatures": text.standing,
        "withheld": not inside and any(has_closed(text, field) for field in Minutes.Field),
    }


def typed(request: HttpRequest, fields: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the secretary wrote stands in the form again if it was not taken."""
    for field in fields:
        back = request.method == "POST" and request.POST.get("edited") == field["name"]
        for line in field["lines"]:
            kept = request.POST.get(f"{CHANGED}{line['line']}") if back else None
            line["typed"] = line["words"] if kept is None else kept
    return fields


def has_closed(text: MinutesText, field: str) -> bool:
    """Whether the public reads less of it."""
    return any(each["closed"] for each in text.fields[field])


def working(request: HttpRequest, text: MinutesText, person: Person, at: Any) -> dict[str, Any]:
    """Line by line, with what this reader may do about it."""
    row, meeting = text.minutes, text.minutes.meeting
    corrections = list(row.corrections.order_by("id")) if row.pk else []
    keeps = allows(partial(check_keeps, meeting, person, day(at)))
    laid = row.pk is not None
    open_ = laid and row.published_at is None
    return {
        "fields": typed(request, working_fields(text, corrections)),
        "waiting": [each for each in corrections if each.state == each.State.ASKED],
        "history": history_of(row) if laid else [],
        "person_id": person.pk,
        "keeps": keeps,
        "may_lay": keeps and not laid and meeting.state == Meeting.State.ADJOURNED,
        "may_correct": laid and row.is_correcting(at) and rights_of(meeting, person, at).member is not None,
        "may_amend": keeps and open_,
        "correcting": laid and row.is_correcting(at),
        "may_close": keeps and laid and row.state == Minutes.State.CORRECTING,
        "opened": opened(request),
        "edited": edited(request),
        "items": list(meeting.items.standing()) if keeps else [],
        **(signing(text, person, at) if open_ else {}),
        "may_publish": keeps and laid and row.state == Minutes.State.SIGNING,
        "unpublishable": refusal_of(text) if keeps and open_ else None,
        "may_export": laid and may_export(meeting, person, at),
    }


def signing(text: MinutesText, person: Person, at: Any) -> dict[str, Any]:
    """Whether this reader signs it, what stands before that, and who else has to."""
    row, meeting = text.minutes, text.minutes.meeting
    offices = standings(meeting, person, at)
    signed = {each.office for each in text.standing}
    missing = [kind.label for kind in (Office.Kind.CHAIR, Office.Kind.SECRETARY) if kind not in signed]
    if not offices:
        return {"unsigned": missing}
    try:
        office = check_signer(meeting, row, person, at)
    except Refusal as refusal:
        return {"unsigned": missing, "may_not_sign": refusal}
    return {"unsigned": missing, "signs_as": office, "has_factor": is_mfa_enabled(person, PROOFS)}


def refusal_of(text: MinutesText) -> Refusal | None:
    """What stands between these words and their publication."""
    try:
        text.check_complete()
        text.check_signed()
    except Refusal as refusal:
        return refusal
    return None


def may_export(meeting: Meeting, person: Person, at: Any) -> bool:
    """Whether the package for the archive is handed to this reader."""
    ways = rights_of(meeting, person, at).ways
    return allows(partial(files.check_exports, meeting, person, ways, at))


def opened(request: HttpRequest) -> str:
    """The line whose form stands open: gist.3, as a link or a form that came back names it."""
    if request.method == "POST":
        return f"{request.POST.get('field', '')}.{request.POST.get('line', '')}"
    return request.GET.get("line", "")


def edited(request: HttpRequest) -> str:
    """The field that the secretary is mending."""
    return request.POST.get("edited", "") if request.method == "POST" else request.GET.get("edit", "")


def minutes_of(request: HttpRequest, pk: int) -> Minutes:
    """The minutes of this meeting, laid already."""
    person = person_of(request)
    row = Minutes.objects.filter(meeting=meeting_at(pk, person)).first()
    if row is None:
        raise not_found()
    row.meeting = meeting_at(pk, person)
    files.check_there(row, person, timezone.now())
    return row


def done(request: HttpRequest, pk: int, verb: Any, sentence: Any) -> HttpResponse:
    """Do it and show the page anew; or the same page with what has to be mended."""
    to = reverse("minutes", args=[pk])
    if person_of(request) is None:
        return sign_in(to)
    return pressed(request, verb, sentence, to, again=partial(shown, request, pk))


@require_POST
def lay(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze it and ask the members."""
    meeting = meeting_at(pk, person_of(request))
    verb = partial(verbs.lay, request, ref_in(request), meeting)
    return done(request, pk, verb, _("회의록을 올리고 위원께 알렸습니다."))


@require_POST
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    """A whole field at once: what stands otherwise in the form than in the minutes is a change."""
    row = minutes_of(request, pk)
    said = {"edition": number_in(request, "edition"), "changes": changes_in(request, row.text)}
    said["reason"] = request.POST.get("reason", "")
    verb = partial(verbs.amend, request, ref_in(request), row, said)
    return done(request, pk, verb, _("회의록을 고쳤습니다. 새 판에 다시 서명해 주세요."))


def changes_in(request: HttpRequest, text: MinutesText) -> list[dict[str, Any]]:
    """The lines that were changed or struck out, and one that may have been added."""
    field = request.POST.get("edited", "")
    lines = text.fields.get(field, []) if field in Minutes.Field.values else []
    changes: list[dict[str, Any]] = []
    for n, each in enumerate(lines):
        words = request.POST.get(f"{CHANGED}{n}")
        if words is not None and words.replace("\r\n", "\n").strip() != each["words"]:
            changes.append({"field": field, "line": n, "words": words})
    if added := request.POST.get("added", "").strip():
        changes.append({"field": field, "item": number_in(request, "item"), "words": added})
    return changes


@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """A member's wish."""
    said: dict[str, Any] = {name: request.POST.get(name, "") for name in ("field", "words", "reason")}
    said |= {"edition": number_in(request, "edition"), "line": number_in(request, "line")}
    verb = partial(verbs.correct, request, ref_in(request), minutes_of(request, pk), said)
    return done(request, pk, verb, _("정정을 요구했습니다. 간사가 답해 드립니다."))


@require_POST
def answer(request: HttpRequest, pk: int, id: int) -> HttpResponse:
    """Take it, or say why not."""
    correction = correction_at(id, person_of(request))
    if correction.minutes.meeting_id != pk:
        raise not_found()
    taken = request.POST.get("taken") == "yes"
    verb = partial(verbs.answer, request, ref_in(request), correction, taken, request.POST.get("answer", ""))
    return done(request, pk, verb, _("정정 요구에 답했습니다."))


@require_POST
def withdraw(request: HttpRequest, pk: int, id: int) -> HttpResponse:
    """Take it back."""
    correction = correction_at(id, person_of(request))
    if correction.minutes.meeting_id != pk:
        raise not_found()
    verb = partial(verbs.withdraw, request, ref_in(request), correction)
    return done(request, pk, verb, _("정정 요구를 거두었습니다."))


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End the time for corrections."""
    verb = partial(verbs.close, request, ref_in(request), minutes_of(request, pk))
    return done(request, pk, verb, _("정정 기간을 마쳤습니다. 이제 서명할 수 있습니다."))


@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Stand for the words that were on this page."""
    sha256, code = request.POST.get("sha256", ""), request.POST.get("code", "")
    verb = partial(verbs.sign, request, ref_in(request), minutes_of(request, pk), sha256, code)
    return done(request, pk, verb, _("회의록에 서명했습니다."))


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Let everybody read it."""
    verb = partial(verbs.make_public, request, ref_in(request), minutes_of(request, pk))
    return done(request, pk, verb, _("회의록을 공개했습니다."))


@require_safe
def paper(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """HWPX or PDF."""
    person = person_of(request)
    return files.paper(request, meeting_at(pk, person), person, form, timezone.now())


@require_safe
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The package for the record system."""
    return files.export(minutes_of(request, pk), person_of(request), timezone.now())
