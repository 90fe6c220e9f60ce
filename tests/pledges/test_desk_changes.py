"""세는 법, 변경 and 마감 at the desk: both numbers, both plans and all hands are seen."""

import pytest
from django.urls import reverse

from pledges.models import Closing
from tests.cast import NOON, in_office
from tests.pledges.acts import closed, did, plan, promised, proposed, sent, settled
from tests.pledges.at_desk import Desk, gone, refused, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch, settings, home):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    settings.PACE_PERSON = settings.PACE_ADDRESS = "1000000/60"


@pytest.fixture
def promise(ninth, form, status, autonomy, rule):
    return promised(ninth, plan(form, status, autonomy))


@pytest.fixture
def desk(visit, officer, promise):
    """The keeper's."""
    return Desk(visit(officer), promise.pk)


@pytest.fixture
def chief(autonomy):
    return in_office("chief", "head", "자치행정과장", autonomy)


def test_paper_and_count_stand_side_by_side_until_the_office_takes_one(desk, promise):
    indicator = promise.indicators.get(no=1)
    did(promise, indicator=indicator, count=3, evidence="면담 일지")
    refused(
        desk.press("desk-pledge-measures", "add", row=indicator.pk, kind="paper", opening="5"), 422, "증빙"
    )
    said = {"kind": "paper", "opening": "5", "opening_on": "2026-10-31", "evidence": "관리카드 2026. 10."}
    assert desk.press("desk-pledge-measures", "add", row=indicator.pk, **said).status_code == 302
    page = desk.read("desk-pledge-measures")
    assert "관리카드 2026. 10." in page
    assert page.count("이 수로 셉니다") == 2
    paper = indicator.measures.get(kind="paper")
    take = {"row": paper.pk, "effective_on": "2026-11-24", "reason": ""}
    assert desk.press("desk-pledge-measures", "take", **take).status_code == 422
    assert (
        desk.press("desk-pledge-measures", "take", **take | {"reason": "종이를 잇습니다."}).status_code == 302
    )
    page = desk.read("desk-pledge-measures")
    assert "종이를 잇습니다." in page
    assert "8 / 43.5 회" in page
    assert (
        desk.press("desk-pledge-measures", "take", **take | {"row": "x", "reason": "까닭"}).status_code == 404
    )


def test_a_department_sees_the_measures_and_takes_none(visit, reporter, promise):
    own = Desk(visit(reporter), promise.pk)
    assert "이 수로 바꾸기" not in own.read("desk-pledge-measures")
    answer = own.press("desk-pledge-measures", "add", row=promise.indicators.get(no=1).pk, kind="questions")
    gone(answer, "공약을 총괄하는 부서만 하실 수 있습니다.")


def test_a_change_shows_old_and_new_and_only_what_differs(desk, promise):
    said = {
        "reason": "신청이 줄었습니다.",
        "t-1-2028-0": "6",
        "t-1-2027-0": "36",
        "b-district-year-2027": "2,000",
    }
    assert desk.press("desk-pledge-amendments", "propose", **said).status_code == 302
    amendment = promise.amendments.get()
    assert [str(row.value) for row in amendment.targets.all()] == ["6.00"]
    page = desk.read("desk-pledge-amendments")
    assert "<del>7.5</del>" in page
    assert "<ins>6</ins>" in page
    assert "<del>1,847</del>" in page
    assert "<ins>2,000</ins>" in page
    assert desk.press("desk-pledge-amendments", "drop", row=amendment.pk).status_code == 302
    assert "2026. 11. 24.(화) 거둠" in desk.read("desk-pledge-amendments")


def test_a_change_of_nothing_is_refused_with_its_reason_kept(desk, promise):
    answer = desk.press("desk-pledge-amendments", "propose", reason="까닭만 적었습니다.")
    refused(answer, 422, "바꿀 목표나 투자계획을 적어 주세요.")
    assert "까닭만 적었습니다." in answer.text
    answer = desk.press("desk-pledge-amendments", "propose", reason="분기만", **{"t-1-2027-1": "8"})
    refused(answer, 422, "분기 목표를 더하면")
    assert 'value="8"' in answer.text


def test_without_an_item_decided_nothing_comes_into_force(desk, promise, meeting, secretary):
    amendment = proposed(promise)
    enact = {"row": amendment.pk, "effective_on": "2026-12-08"}
    answer = desk.press("desk-pledge-amendments", "enact", **enact)
    gone(answer, "안건")
    item = next(each for each in meeting.items.standing() if each.is_open)
    assert desk.press("desk-pledge-amendments", "bind", row=amendment.pk, item=item.pk).status_code == 302
    refused(
        desk.press("desk-pledge-amendments", "enact", **enact), 409, "의결하거나 보고받은 안건이 아닙니다."
    )
    number = list(meeting.items.order_by("order")).index(item)
    settled(meeting, number, secretary)
    late = enact | {"effective_on": meeting.starts_at.date().isoformat()}
    assert desk.press("desk-pledge-amendments", "enact", **late).status_code == 302
    page = desk.read("desk-pledge-amendments")
    assert "시행</span>" in page
    assert meeting.title in page
    assert "새 변경안" in page


def test_an_item_that_was_taken_off_frees_the_change(desk, promise, meeting, secretary):
    amendment = proposed(promise)
    item = next(each for each in meeting.items.standing() if each.is_open)
    desk.press("desk-pledge-amendments", "bind", row=amendment.pk, item=item.pk)
    assert "이 안건에 묶기" not in desk.read("desk-pledge-amendments")
    meeting.items.filter(pk=item.pk).update(withdrawn_at=NOON)
    page = desk.read("desk-pledge-amendments")
    assert "이 안건에 묶기" in page
    assert "회의에서 뺌" in page


def test_a_secretary_who_keeps_pledges_puts_it_on_the_agenda(
    visit, promise, meeting, department, officer, desk
):
    amendment = proposed(promise)
    page = desk.read("desk-pledge-amendments")
    if "안건으로 올리기" not in page:
        meeting.round.convener.department = department
        meeting.round.convener.save()
        page = desk.read("desk-pledge-amendments")
    assert "안건으로 올리기" in page
    said = {"row": amendment.pk, "meeting": meeting.pk, "kind": "report"}
    answer = desk.press("desk-pledge-amendments", "introduce", **said, reason="공약 변경 보고")
    assert answer.status_code == 302, answer.text[:0]
    amendment.refresh_from_db()
    assert amendment.item.meeting == meeting
    assert amendment.item.source_url.endswith("#amendment-1")


def test_a_department_reads_the_changes_and_makes_none(visit, reporter, promise):
    amendment = proposed(promise)
    own = Desk(visit(reporter), promise.pk)
    page = own.read("desk-pledge-amendments")
    assert "면담을 신청하는 분이 줄었습니다." in page
    assert 'name="do"' not in page
    gone(own.press("desk-pledge-amendments", "drop", row=amendment.pk), "공약을 총괄하는 부서만")
    assert own.press("desk-pledge-amendments", "drop", row="x").status_code == 404


def test_a_quarter_goes_from_hand_to_hand_and_its_figures_stay(visit, reporter, chief, promise):
    own, head = Desk(visit(reporter), promise.pk), Desk(visit(chief), promise.pk)
    assert "마감 쓰기" in own.read("desk-pledge-closings")
    answer = own.press("desk-pledge-closings", "begin", row="2026-3")
    closing = Closing.objects.get()
    assert answer.url == reverse("desk-pledge-closing", args=[promise.pk, closing.pk])
    seen = {"seen": closing.written_at.isoformat()}
    refused(own.press("desk-pledge-closing", "submit", closing.pk), 422, "내용을 적어 주세요.")
    said = {"words": "세 번 열었습니다.", "problems": "", "remedies": "장소를 빌립니다."}
    assert own.press("desk-pledge-closing", "save", closing.pk, **said, **seen).status_code == 302
    assert own.press("desk-pledge-closing", "submit", closing.pk).status_code == 302
    assert "세 번 열었습니다." in head.read("desk-pledge-closing", closing.pk)
    assert 'value="submit"' not in own.read("desk-pledge-closing", closing.pk)
    refused(head.press("desk-pledge-closing", "return", closing.pk, note=""), 422, "내용을 적어 주세요.")
    assert (
        head.press("desk-pledge-closing", "return", closing.pk, note="문제점도 적어 주세요.").status_code
        == 302
    )
    assert "문제점도 적어 주세요." in own.read("desk-pledge-closing", closing.pk)
    assert own.press("desk-pledge-closing", "submit", closing.pk).status_code == 302
    assert head.press("desk-pledge-closing", "approve", closing.pk).status_code == 302
    page = head.read("desk-pledge-closing", closing.pk)
    assert "결재 끝남" in page
    assert "마감한 수" in page
    # A second press by somebody whose page was older says that it was done, and does nothing.
    answer = head.press("desk-pledge-closing", "approve", closing.pk)
    gone(answer, "이미 마감했습니다.")
    answer = own.press("desk-pledge-entries", "add", when="2026. 9. 3.", title="늦은 일", kind="progress")
    refused(answer, 409, "이미 마감한 때입니다: 2026. 3/4")


def test_over_a_colleagues_words_nothing_is_written_unseen(visit, reporter, autonomy, promise):
    other = in_office("second", "officer", "지역협치팀 주무관 2", autonomy)
    own, second = Desk(visit(reporter), promise.pk), Desk(visit(other), promise.pk)
    own.press("desk-pledge-closings", "begin", row="2026-3")
    closing = Closing.objects.get()
    answer = second.press("desk-pledge-closing", "save", closing.pk, words="내가 씁니다.", seen="")
    assert answer.status_code == 409
    assert "내가 씁니다." in answer.text
    seen = {"seen": closing.written_at.isoformat(), "words": "보고 씁니다."}
    assert second.press("desk-pledge-closing", "save", closing.pk, **seen).status_code == 302


@pytest.mark.parametrize("row", ["2026-4", "2026-1", "2031-1", "2026-9"])
def test_a_time_that_is_not_over_or_not_its_own_is_not_begun(visit, reporter, promise, row):
    answer = Desk(visit(reporter), promise.pk).press("desk-pledge-closings", "begin", row=row)
    assert answer.status_code in {409, 422}
    assert 'role="alert"' in answer.text
    assert not Closing.objects.exists()


@pytest.mark.parametrize("row", ["", "2026", "봄", "2026-3-1"])
def test_what_is_no_time_is_not_there(visit, reporter, promise, row):
    assert (
        Desk(visit(reporter), promise.pk).press("desk-pledge-closings", "begin", row=row).status_code == 404
    )


def test_the_inbox_holds_what_waits_for_this_hand_alone(
    visit, reporter, chief, head, promise, pledge, ninth, department
):
    closing = sent(promise, reporter)
    inbox = reverse("desk-pledge-approvals")
    assert str(promise) in visit(chief).get(inbox).text
    other = pledge(code="9-9", administration=ninth, department=department)
    page = visit(head).get(inbox).text
    assert str(promise) not in page
    assert other.title not in page
    gone(
        Desk(visit(head), promise.pk).press("desk-pledge-closing", "approve", closing.pk),
        "결재할 차례가 아닙니다.",
    )


def test_figures_counted_later_stand_beside_the_closed_ones(visit, reporter, chief, promise, desk):
    closing = closed(promise, reporter, chief)
    indicator = promise.indicators.get(no=1)
    said = {"kind": "paper", "opening": "9", "opening_on": "2026-09-30", "evidence": "관리카드"}
    desk.press("desk-pledge-measures", "add", row=indicator.pk, **said)
    page = desk.read("desk-pledge-closing", closing.pk)
    assert "0 / 43.5" in page
    assert told(desk.browser.get(reverse("desk-pledge-closings", args=[promise.pk]))) == []


def test_a_closing_of_another_pledge_is_not_there(desk, pledge, ninth, reporter, promise):
    closing = sent(promise, reporter)
    other = pledge(code="1-1", administration=ninth)
    answer = desk.browser.get(reverse("desk-pledge-closing", args=[other.pk, closing.pk]))
    assert answer.status_code == 404


def test_a_withdrawn_item_is_not_offered_to_be_bound(desk, promise, meeting):
    proposed(promise)
    item = next(each for each in meeting.items.standing() if each.is_open)
    assert f" {item.label} {item.title}</option>" in desk.read("desk-pledge-amendments")
    meeting.items.filter(pk=item.pk).update(withdrawn_at=NOON)
    assert f" {item.label} {item.title}</option>" not in desk.read("desk-pledge-amendments")
    answer = desk.press("desk-pledge-amendments", "bind", row=promise.amendments.get().pk, item=item.pk)
    assert answer.status_code == 422
