"""실적 적기 and 집행액 at the desk: entered once, everything moves; taken back with a reason."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from papers.models import Attachment
from pledges.models import Measure, ProgressEntry, Spending
from tests.cast import NOON
from tests.pledges.acts import did, plan, promised
from tests.pledges.at_desk import Desk, gone, refused, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch, settings, home):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    settings.PACE_PERSON = settings.PACE_ADDRESS = "1000000/60"


@pytest.fixture
def promise(ninth, form, status, autonomy, rule):
    """36 and 7.5 of the first indicator, and 2,000 of the second."""
    targets = [{"year": 2027, "quarter": 0, "value": 2000}]
    given = plan(form, status, autonomy)
    given["indicators"][1] = given["indicators"][1] | {"targets": targets}
    return promised(ninth, given)


@pytest.fixture
def desk(visit, reporter, promise):
    return Desk(visit(reporter), promise.pk)


@pytest.fixture
def said(promise):
    """Three talks on a day of this month."""
    return {
        "when": "2026. 11. 3.", "title": "열린구청장실 면담", "indicator": promise.indicators.get(no=1).pk,
        "count": "3", "evidence": "면담 일지", "text": "골목 조명을 들었습니다.", "kind": "progress",
    }  # fmt: skip


def test_entered_once_indicator_quarter_and_report_move_together(desk, promise, said):
    answer = desk.press("desk-pledge-entries", "add", **said)
    assert answer.status_code == 302
    entry = promise.entries.get()
    assert (entry.starts_on, entry.count, entry.evidence) == (date(2026, 11, 3), 3, "면담 일지")
    words = " ".join(told(answer))
    assert "실적을 적었습니다: 열린구청장실 면담" in words
    assert "열린구청장실 0 → 3회, 6.9 %" in words
    assert "총 이행률 0.0 → 4.8 %" in words
    page = desk.read("desk-pledge-entries")
    assert "골목 조명을 들었습니다." in page
    assert "4.8 %" in page


def test_a_figure_without_evidence_is_not_saved_and_stays_on_the_screen(desk, promise, said):
    answer = desk.press("desk-pledge-entries", "add", **said | {"evidence": ""})
    refused(answer, 422, "수에는 그것을 보여 주는 증빙을 적어 주세요.")
    assert 'value="열린구청장실 면담"' in answer.text
    assert "골목 조명을 들었습니다." in answer.text
    assert not promise.entries.exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"count": ""}, "수를 적지 않아 이행률은 그대로입니다."),
        ({"when": "2026. 11."}, "2026. 11. 30.(월)이 지나면 더합니다."),
    ],
)
def test_where_nothing_moves_it_is_said_why(desk, said, changed, sentence):
    assert sentence in told(desk.press("desk-pledge-entries", "add", **said | changed))


def test_what_a_printed_total_holds_already_is_not_added_again(desk, promise, said):
    indicator = promise.indicators.get(no=1)
    told_by = {"opening": 5, "opening_on": date(2026, 11, 10), "evidence": "관리카드", "entered_at": NOON}
    Measure.objects.filter(indicator=indicator).update(kind="paper", **told_by)
    answer = desk.press("desk-pledge-entries", "add", **said)
    assert "인쇄본의 누계가 2026. 11. 10.(화)까지를 이미 담고 있어 더하지 않았습니다." in told(answer)
    answer = desk.press("desk-pledge-entries", "add", **said | {"when": "2026. 11. 11."})
    assert "열린구청장실 5 → 8회" in " ".join(told(answer))


def test_what_the_house_counts_is_not_moved_by_hand(desk, promise, said):
    Measure.objects.filter(indicator__no=1).update(kind="questions")
    answer = desk.press("desk-pledge-entries", "add", **said)
    assert "이 지표는 기록을 세어 나오는 수라서 일지에만 남겼습니다." in told(answer)


def test_the_same_thing_told_twice_is_counted_once(desk, promise, said):
    first = did(promise, indicator=promise.indicators.get(no=1), count=3, evidence="면담 일지")
    more = {"same_as": first.pk, "kind": "participation", "channel": "briefing"}
    answer = desk.press("desk-pledge-entries", "add", **said | more)
    assert "같은 일을 이미 센 것으로 두어 다시 더하지 않았습니다." in told(answer)
    page = desk.read("desk-pledge-entries")
    assert "1번과 같은 일" in page
    assert "이 실적을 거두면 같은 일로 적은 것을 저마다 셉니다: 주민 참여(소통) 실적 1" in page


def test_a_form_that_is_sent_twice_enters_it_once(desk, promise, said):
    ref = str(uuid4())
    for _press in range(2):
        assert desk.press("desk-pledge-entries", "add", ref=ref, **said).status_code == 302
    assert promise.entries.count() == 1


@pytest.mark.parametrize("when", ["어제", "2026. 13.", "", "2029. 1."])
def test_a_day_that_cannot_be_is_refused_with_what_was_typed(desk, promise, said, when):
    answer = desk.press("desk-pledge-entries", "add", **said | {"when": when})
    assert answer.status_code == 422
    assert f'value="{when}"' in answer.text or not when
    assert not promise.entries.exists()


def test_files_lie_with_the_entry_and_a_bad_one_lets_nothing_in(desk, promise, said):
    good, bad = SimpleUploadedFile("보고.txt", "면담 결과".encode()), SimpleUploadedFile("나쁜.exe", b"MZ")
    refused(
        desk.press("desk-pledge-entries", "add", **said, papers=[good, bad]), 422, "파일만 올릴 수 있습니다."
    )
    assert not promise.entries.exists()
    good.seek(0)
    assert desk.press("desk-pledge-entries", "add", **said, papers=[good]).status_code == 302
    assert Attachment.objects.of(promise.entries.get()).get().name == "보고.txt"
    assert "보고.txt" in desk.read("desk-pledge-entries")


def test_an_entry_is_taken_back_with_a_reason_that_stays(desk, promise, said):
    entry = did(promise, indicator=promise.indicators.get(no=1), count=3, evidence="면담 일지")
    answer = desk.press("desk-pledge-entries", "withdraw", row=entry.pk, reason="")
    assert answer.status_code == 422
    entry.refresh_from_db()
    assert entry.withdrawn_at is None
    answer = desk.press("desk-pledge-entries", "withdraw", row=entry.pk, reason="두 번 적었습니다.")
    assert "열린구청장실 3 → 0회" in " ".join(told(answer))
    page = desk.read("desk-pledge-entries")
    assert "2026. 11. 24.(화) 거둠: 두 번 적었습니다." in page
    answer = desk.press("desk-pledge-entries", "withdraw", row=entry.pk, reason="다시")
    gone(answer, "이미 거둔 것입니다.")


def test_rows_of_another_pledge_are_not_there(desk, promise, pledge, ninth):
    other = pledge(code="1-1", administration=ninth)
    entry = ProgressEntry.objects.create(
        pledge=other, no=1, title="남의 일", starts_on=date(2026, 11, 1), ends_on=date(2026, 11, 1),
        precision="day", entered_at=NOON,
    )  # fmt: skip
    for row in (entry.pk, "x", "", "99999999999999999999"):
        assert desk.press("desk-pledge-entries", "withdraw", row=row, reason="까닭").status_code == 404


def test_a_step_of_the_plan_is_finished_on_its_day(desk, promise):
    step = promise.milestones.get()
    assert desk.press("desk-pledge-entries", "finish", row=step.pk, on="2026-10-05").status_code == 302
    step.refresh_from_db()
    assert step.done_on == date(2026, 10, 5)
    assert "2026. 10. 5.(월) 마침" in desk.read("desk-pledge-entries")


def test_who_does_not_work_on_it_enters_nothing(visit, auditor, promise, said):
    answer = Desk(visit(auditor), promise.pk).press("desk-pledge-entries", "add", **said)
    gone(answer, "이 공약을 맡은 부서만 실적을 적을 수 있습니다.")


def test_money_is_entered_with_its_evidence_and_taken_back(desk, promise):
    said = {"fund": "district", "spent_on": "2026-11-20", "amount": "1,000.5", "evidence": ""}
    refused(desk.press("desk-pledge-spending", "add", **said), 422, "증빙을 적어 주세요.")
    assert desk.press("desk-pledge-spending", "add", **said | {"evidence": "지출결의서"}).status_code == 302
    row = Spending.objects.get()
    assert str(row.amount) == "1000.50"
    page = desk.read("desk-pledge-spending")
    assert "1,000.5" in page
    assert "1,847" in page
    answer = desk.press("desk-pledge-spending", "add", **said | {"amount": "-3", "evidence": "지출결의서"})
    refused(answer, 422, "0보다 작은 수는 적을 수 없습니다.")
    assert desk.press("desk-pledge-spending", "withdraw", row=row.pk, reason="잘못 적음").status_code == 302
    assert "거둠: 잘못 적음" in desk.read("desk-pledge-spending")


def test_a_long_log_is_read_page_by_page(desk, promise):
    for n in range(31):
        did(promise, title=f"면담 {n}")
    assert "면담 30" in desk.read("desk-pledge-entries")
    assert "<strong>면담 0<" not in desk.read("desk-pledge-entries")
    assert "<strong>면담 0<" in desk.read("desk-pledge-entries", query="?page=2")
    assert "면담 30" in desk.read("desk-pledge-entries", query="?page=nowhere")


def test_a_draft_takes_no_doings(visit, officer, pledge, ninth, said):
    draft = pledge(code="3-1", administration=ninth, published=False)
    answer = Desk(visit(officer), draft.pk).press("desk-pledge-entries", "add", **said | {"indicator": ""})
    refused(answer, 409, "아직 게시하지 않은 공약입니다.")
    spent_on = {"fund": "district", "spent_on": "2026-11-20", "amount": "1", "evidence": "결의서"}
    answer = Desk(visit(officer), draft.pk).press("desk-pledge-spending", "add", **spent_on)
    refused(answer, 409, "아직 게시하지 않은 공약입니다.")
