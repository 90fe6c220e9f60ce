"""What stands on the page of a turnover: the figures at its head, and ten sections below them."""

from collections import Counter
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.actions.choosing import check_list, free_seats, gauge_of, parts_of
from committees.desk import bodies_kept_by, bodies_read_by
from committees.models import Application, Body, Call, Gender, Seat
from committees.renewing import candidates
from committees.roster import officers
from committees.speakers import found
from committees.views.turnover import applicants, verbs
from committees.views.turnover.forms import CeremonyForm, OfficerForm, PaperForm, PlanForm
from district import access
from district.dates import day
from district.intake import whole
from district.models import Person
from district.refusals import Refusal

State = Application.State


def call_at(key: Any, person: Person) -> Call:
    """The call of that number, for those who keep it and for whoever audits; to others it is not there."""
    calls = Call.objects.filter(body__in=bodies_read_by(person))
    return found(calls.select_related("body__department", "body__parent", "term"), key)


def application_at(key: Any, call: Call) -> Application:
    """One of this call's."""
    return found(call.applications.select_related("call__body", "part"), key)


def context_of(request: HttpRequest, call: Call, person: Person, at: datetime) -> dict[str, Any]:
    """All of the page; that somebody read who applied is written down first."""
    applicants.read(call, person, at)
    rows = applicants.rows_of(call)
    keeps = bodies_kept_by(person).filter(pk=call.body_id).exists()
    seated = _seated(call, at)
    return {
        "call": call,
        "stage": Call.Stage(call.stage(at)),
        "keeps": keeps,
        "figures": applicants.figures(call, rows),
        "gauge": gauge_row(call, rows),
        "opened": _opened(request, call, person, at),
        "candidates": candidates(call),
        "problem": _problem(call, rows),
        "reserves": [row for row in rows if row.application.state == State.RESERVE],
        "steps": steps_of(call, rows, seated),
        **list_of(request, call, rows, keeps=keeps),
        **_parts(call, rows),
        **seated,
        **forms_of(call),
    }


COLUMNS = (
    ("name", gettext_lazy("이름")),
    ("age", gettext_lazy("나이대")),
    ("gender", gettext_lazy("성별")),
    ("dong", gettext_lazy("동")),
    ("affiliation", gettext_lazy("소속")),
    ("wish", gettext_lazy("희망 분과")),
    ("bodies", gettext_lazy("다른 기구")),
    ("state", gettext_lazy("상태")),
)
STATES = [
    (State.SELECTED.value, State.SELECTED.label),
    (State.RESERVE.value, State.RESERVE.label),
    (State.DECLINED.value, State.DECLINED.label),
]


def list_of(request: HttpRequest, call: Call, rows: list[applicants.Row], *, keeps: bool) -> dict[str, Any]:
    """The table of those who applied, as the address narrows and sorts it."""
    asked, sort = applicants.asked_in(request.GET), request.GET.get("sort", "")
    sort = sort if sort in applicants.SORTS else "received"
    narrowing = urlencode(asked)
    return {
        "rows": applicants.narrowed(rows, asked, sort),
        "rows_whole": len(rows),
        "asked": asked,
        "sort": sort,
        "sorts": [(name, label) for name, (label, _key) in applicants.SORTS.items()],
        "filters": filters_of(call, rows, asked),
        "columns": COLUMNS,
        "sort_keys": set(applicants.SORTS),
        "sort_query": f"{narrowing}&" if narrowing else "",
        "query": urlencode({**asked, "sort": sort}),
        "open_query": urlencode({**asked, "sort": sort}) + "&",
        "choosing": keeps and call.decided_at is None,
        "states": STATES,
        "ticked": {int(each) for each in request.POST.getlist("row") if each.isdigit()},
    }


def steps_of(call: Call, rows: list[applicants.Row], seated: dict[str, Any]) -> list[dict[str, Any]]:
    """Ten steps: which are done, and which is the next."""
    chosen = [row for row in rows if row.application.state in {State.SELECTED, State.APPOINTED}]
    told = [
        ("plan", _("계획"), True),
        ("renewals", _("연임 조사"), call.renewals_asked_at is not None),
        ("call", _("공개모집"), call.published_at is not None),
        ("applicants", _("지원자"), bool(chosen)),
        ("parts", _("분과 배정"), bool(chosen) and all(row.application.part_id for row in chosen)),
        ("decide", _("선정 확정"), call.decided_at is not None),
        ("appoint", _("위촉"), call.appointed_at is not None),
        ("certificates", _("위촉장"), bool(seated["certificates"])),
        ("ceremony", _("위촉식"), False),
        ("officers", _("임원"), bool(seated["officers"])),
    ]
    # 연임 and 분과 may be left out: the next step is the first undone one behind the last that was done.
    last = max((n for n, (_anchor, _label, done) in enumerate(told) if done), default=-1)
    return [
        {"anchor": anchor, "label": label, "done": done, "now": n == last + 1}
        for n, (anchor, label, done) in enumerate(told)
    ]


def forms_of(call: Call) -> dict[str, Any]:
    """Empty, or as the record has it."""
    return {
        "plan_form": PlanForm(body=call.body, call=call),
        "paper_form": PaperForm(call=call),
        "ceremony_form": CeremonyForm(),
        "officer_form": OfficerForm(call=call),
    }


def gauge_row(call: Call, rows: list[applicants.Row]) -> dict[str, Any]:
    """남 16 · 여 11: as it would be with those who are chosen."""
    told = gauge_of(call, [row.application for row in rows if row.application.state == State.SELECTED])
    most = max(told.seats, told.known + told.unknown, 1)
    return {
        "gauge": told,
        "bars": [
            {"label": gender.label, "code": gender.value, "n": n, "width": round(100 * n / most, 2)}
            for gender, n in ((Gender.MALE, told.male), (Gender.FEMALE, told.female))
        ],
        "most": most,
        "tick": round(100 * told.limit / most, 2) if told.limit is not None else None,
        "vacant": max(told.seats - told.known - told.unknown, 0),
    }


def filters_of(call: Call, rows: list[applicants.Row], asked: dict[str, str]) -> list[tuple[Any, ...]]:
    """What the list may be narrowed by: only what is there."""
    states = {row.application.state for row in rows}
    origins = {row.application.origin for row in rows}
    told = [
        ("state", _("상태"), [(each.value, each.label) for each in State if each in states]),
        ("origin", _("경로"), [(each.value, each.label) for each in Application.Origin if each in origins]),
        ("gender", _("성별"), [*((each.value, each.label) for each in Gender), ("?", _("미기재"))]),
        ("dong", _("동"), [(name, name) for name in sorted({row.dong for row in rows if row.dong})]),
        ("wish", _("희망 분과"), [(str(part.pk), part.name) for part in parts_of(call)]),
    ]
    return [(name, label, choices, asked.get(name, "")) for name, label, choices in told]


def _opened(request: HttpRequest, call: Call, person: Person, at: datetime) -> Application | None:
    """The one whose motive and career are read; each such reading leaves a line of its own."""
    key = request.GET.get("open", "")
    if not key.isdigit():
        return None
    row = call.applications.filter(pk=whole(key)).first()
    if row is not None:
        access.read(person, row, purpose="application", at=at)
    return row


def _problem(call: Call, rows: list[applicants.Row]) -> str:
    """Why this list could not be decided as it stands; nothing, where it could."""
    if call.appointed_at is not None:
        return ""
    try:
        check_list(call, [row.application for row in rows if row.application.state == State.SELECTED])
    except Refusal as refusal:
        return str(refusal)
    return ""


def _parts(call: Call, rows: list[applicants.Row]) -> dict[str, Any]:
    """분과 by 분과: who is in it, how many of each sex, and whose first wish it was."""
    chosen = [row for row in rows if row.application.state in {State.SELECTED, State.APPOINTED}]
    parts = parts_of(call)
    by_part: dict[int | None, list[applicants.Row]] = {}
    for row in sorted(chosen, key=lambda row: row.name):
        by_part.setdefault(row.application.part_id, []).append(row)
    return {
        "parts": [_part(part, by_part.get(part.pk, [])) for part in parts],
        "partless": by_part.get(None, []),
        "assigned": any(by_part.get(part.pk) for part in parts),
    }


def _part(part: Body, rows: list[applicants.Row]) -> dict[str, Any]:
    sexes = Counter(row.gender for row in rows)
    wished = Counter(row.wished.index(part.pk) if part.pk in row.wished else -1 for row in rows if row.wished)
    return {
        "part": part,
        "rows": [
            {"row": row, "rank": row.wished.index(part.pk) + 1 if part.pk in row.wished else 0}
            for row in rows
        ],
        "male": sexes[Gender.MALE],
        "female": sexes[Gender.FEMALE],
        "first": wished[0],
        "other": wished[-1],
    }


def _seated(call: Call, at: datetime) -> dict[str, Any]:
    """위촉 뒤: who sits, the certificates, the officers of that day, or of today: they are chosen later."""
    leaders = officers([call.body], max(call.starts_on, day(at))) if call.appointed_at else []
    official = call.body.seats.standing(call.starts_on).filter(basis=Seat.Basis.EX_OFFICIO)  # type: ignore[attr-defined]
    return {
        "ex_officio": official.select_related("post").order_by("number"),
        "free": len(free_seats(call)) if call.appointed_at is None else 0,
        "memberships": verbs.appointed(call),
        "certificates": verbs.certificates_of(call),
        "officers": leaders,
    }


def listed(person: Person) -> list[dict[str, Any]]:
    """Every call this person may see, by stage, the nearest day first."""
    at = timezone.now()
    calls = Call.objects.filter(body__in=bodies_read_by(person)).select_related("body__parent")
    by_stage: dict[str, list[Call]] = {}
    for call in calls.order_by("starts_on", "pk"):
        by_stage.setdefault(call.stage(at), []).append(call)
    return [
        {"label": stage.label, "code": stage.value, "calls": by_stage[stage.value]}
        for stage in Call.Stage
        if stage.value in by_stage
    ]


def may_look(person: Person | None) -> bool:
    """Whether the page opens for this person at all."""
    return person is not None and bodies_read_by(person).exists()
