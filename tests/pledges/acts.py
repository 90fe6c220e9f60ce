"""Small steps that many tests of pledges take, each by its action."""

from datetime import date, timedelta

from committees.actions.resolutions import record_resolution
from committees.models import AgendaItem
from pledges.actions.amending import bind_amendment, propose_amendment
from pledges.actions.closing import approve_closing, submit_closing, write_closing
from pledges.actions.entering import add_entry, add_spending
from pledges.actions.laying import lay_pledge, publish_pledge
from realtime.models import Event
from tests.cast import NOON
from tests.committees.acts import code_of_refusal, items_of
from tests.states import standing

DAY = timedelta(days=1)
MEASURED = {"no": 1, "name": "열린구청장실", "metric": "면담 횟수", "unit": "회", "weight": 70}
HELD = {"no": 2, "name": "이동관악청", "unit": "회", "weight": "30"}
TARGETS = [
    {"year": 2027, "quarter": 0, "value": 36},
    *({"year": 2027, "quarter": n, "value": "9"} for n in (1, 2, 3, 4)),
    {"year": 2028, "quarter": None, "value": "7.5"},
]
BUDGET = [("district", "year", 2027, "1,847"), ("city", "before", 0, 12.5), ("other", "after", 0, "")]
SHOWN = "면담 일지 2026. 11."


def plan(form, status, department, **more):
    """What a keeper says of a promise."""
    told = {
        "code": "6-1", "title": "관악청(聽) 운영", "form": form, "status": status, "department": department,
        "indicators": [{**MEASURED, "targets": TARGETS}, HELD], "budget": BUDGET,
        "milestones": [{"title": "기본계획", "starts_on": date(2026, 7, 1), "ends_on": date(2026, 9, 30)}],
        "charges": [{"label": "자치행정과장", "department": department}],
        "passages": [{"section": "now", "title": "현황", "text": "구청장을 만나기 어렵습니다."}],
    }  # fmt: skip
    return told | more


def promised(administration, told, by=None, at=NOON):
    """A promise that is out."""
    return publish_pledge(lay_pledge(administration, **told, by=by, at=at), by=by, at=at)


def refused(code, act, /, *args, **said):
    """It says no with this code, and nothing was written."""
    before = standing(), Event.objects.count()
    came = code_of_refusal(act, *args, **said)
    assert came is not None, f"not refused with {code}"
    assert came[0] == code
    assert (standing(), Event.objects.count()) == before


def did(pledge, by=None, at=NOON, **said):
    """One thing that was done for it on the day before."""
    told = {"when": "2026. 11. 23.", "title": "열린구청장실을 열었습니다"}
    return add_entry(pledge, by=by, at=at, **told | said)


def spent(pledge, by=None, at=NOON, **said):
    """Money that went out."""
    told = {"fund": "district", "spent_on": date(2026, 11, 20), "amount": "3.5", "evidence": "지출결의서"}
    return add_spending(pledge, by=by, at=at, **told | said)


def closed(pledge, writer, approver, year=2026, quarter=3, at=NOON):
    """A quarter that went through all hands."""
    closing = sent(pledge, writer, year, quarter, at)
    return approve_closing(closing, by=approver, at=at)


def sent(pledge, writer, year=2026, quarter=3, at=NOON):
    """A quarter that waits for its head."""
    closing = write_closing(
        pledge, year=year, quarter=quarter, words="계획대로 하였습니다.", by=writer, at=at
    )
    return submit_closing(closing, by=writer, at=at)


def proposed(pledge, by=None, at=NOON, **said):
    """A draft of an amendment: seven of the first indicator less in 2028."""
    told = {"reason": "면담을 신청하는 분이 줄었습니다.", "targets": [(1, 2028, 0, 6)]}
    return propose_amendment(pledge, by=by, at=at, **told | said)


def settled(meeting, number, secretary, form="adopted", at=NOON):
    """An item of the agenda, heard or decided, as it stands then."""
    item = items_of(meeting)[number]
    if item.is_resolvable:
        AgendaItem.objects.filter(pk=item.pk).update(state="on_floor", taken_up_at=at)
        said = {"form": form, "method": "unanimous", "text": "그대로 합니다.", "at": at}
        record_resolution(AgendaItem.objects.get(pk=item.pk), by=secretary, **said)
    else:
        AgendaItem.objects.filter(pk=item.pk).update(state="done", taken_up_at=at, finished_at=at)
    return AgendaItem.objects.get(pk=item.pk)


def bound(amendment, item, by=None, at=NOON):
    return bind_amendment(amendment, item=item, by=by, at=at)
