"""공약 관리카드: five sheets print back cell by cell, with our figures and a note where the paper differs."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from district.models import Department
from papers.document import Note, Table, lines, text
from pledges.documents.card import card_of
from pledges.models import BudgetLine, Charge, Milestone, Passage, Pledge, ProgressEntry
from tests.cast import NOON, laid
from tests.pledges import sheets
from tests.pledges.imported import AS_OF, bring, file_of
from tests.pledges.sheets import amend, did, promise

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house_of(gu, eighth):
    """Every card names the district."""


def printed(code, on=AS_OF):
    """Row by row; words that a cell folds stand in one line."""
    return [line.replace("\n", " ") for line in lines(card_of(Pledge.objects.get(code=code), on, NOON))]


def follows(told, first, *others):
    """These lines stand below each other, nothing between them."""
    for place, line in enumerate(told):
        if line == first and told[place + 1 : place + 1 + len(others)] == list(others):
            return True
    return False


def note(told, words):
    """The one note in which these words stand."""
    [found] = [line for line in told if line.startswith("※") and words in line]
    return found


def no_money(label):
    return f"{label}" + "\t-" * 8


GRID = "구 분\t계\t임기 내\t임기 후"
YEARS = "소계\t2022\t2023\t2024\t2025\t2026"


def test_6_1_prints_as_its_sheet():
    bring(file_of("gwanak"))
    told = printed("6-1")
    assert follows(
        told,
        "6-1 관악청(聽) 운영",
        "민선8기 · 2023. 12. 31. 기준",
        "사업성격\t□ 신규 ■ 계속\t완료시기\t■ 임기 내 □ 임기 후\t사업기간\t2018.~2026.",
    )
    help_needed = "■ 해당없음 □ 도움필요 (□ 제도 □ 재정 □ 권한)"
    standing = "□ 완료 ■ 이행 후 지속추진 □ 정상추진 □ 부진"
    assert follows(
        told,
        f"중앙정부 도움필요성\t{help_needed}\t사업주체\t□ 국가 □ 서울시 ■ 자치구",
        f"총사업비 (백만 원)\t계\t국비\t시비\t구비\t기타\t추진상황\t{standing}",
        "35.5\t-\t-\t35.5\t-",
        "사업담당\t감사담당관 · 민원상담팀장 · 담당",
    )
    assert follows(
        told, "4 투자계획", "(단위: 백만 원)", GRID, YEARS, "총 계\t35.5\t35.5\t5\t9\t7.5\t9\t5\t-",
        no_money("국 비"), no_money("시 비"), "구 비\t35.5\t35.5\t5\t9\t7.5\t9\t5\t-", no_money("기 타"),
    )  # fmt: skip
    assert follows(
        told, "5 공약달성 확인지표", "구 분\t확인지표\t단위\t목표\t2022\t2023\t2024\t2025\t2026",
        "1\t열린구청장실\t면담 횟수\t회\t144\t18\t36\t36\t36\t18",
        "2\t이동관악청\t개최 횟수(분야별)\t회\t8\t1\t2\t2\t2\t1",
    )  # fmt: skip
    assert follows(
        told, "2023년 분기별 목표", "구 분\t확인지표\t단위\t2023년 목표", "계\t1/4\t2/4\t3/4\t4/4",
        "1\t열린구청장실\t면담 횟수\t회\t36\t9\t9\t9\t9",
        "2\t이동관악청\t개최 횟수(분야별)\t회\t2\t-\t1\t-\t1",
    )  # fmt: skip
    assert follows(
        told, "1\t열린구청장실\t70\t면담 횟수\t회\t144\t64\t44.4\t",
        "2\t이동관악청\t30\t개최 횟수(분야별)\t회\t8\t5\t62.5\t", "소계\t49.9\t", "총 이행률(%)\t24.9\t",
        "※ 6-1 확인지표와 6-1-1 확인지표는 50:50의 비중으로 이행률 산정",
    )  # fmt: skip
    assert follows(
        told, "예산 집행액", "(단위: 백만 원)", GRID, YEARS, "총 계\t14\t14\t5\t9\t-\t-\t-\t-",
        no_money("국 비"), no_money("시 비"), "구 비\t14\t14\t5\t9\t-\t-\t-\t-", no_money("기 타"),
    )  # fmt: skip
    assert "집행률 (총계획)\t39.4%  (14 ÷ 35.5 × 100)" in told
    assert "집행률 (2023년까지)\t100.0%  (14 ÷ 14 × 100)" in told


def test_where_the_paper_of_6_1_differs_a_note_says_so_with_the_sum():
    bring(file_of("gwanak"))
    told = printed("6-1")
    for place in ("총사업비", "투자계획"):
        words = note(told, f"인쇄본과 차이: {place}")
        assert "인쇄 37, 계산 35.5 (5 + 9 + 7.5 + 9 + 5)" in words
        assert "5 + 9 + 9 + 9 + 5" in words
    subtotal = note(told, "인쇄 53.5")
    assert "계산 49.9 (0.7 × 64/144 + 0.3 × 5/8)" in subtotal
    assert "÷ 2" in subtotal
    assert "18 · 36 · 36 · 18" in note(told, "확인지표 1 목표")
    assert "1 · 2 · 2 · 1" in note(told, "확인지표 2 목표")
    assert note(told, "총 이행률:").endswith("49.861… × 0.5 = 24.930… → 24.9")
    assert "= 44.921… → 44.9%" in note(told, "공약 6-1 전체")


def test_what_somebody_did_is_listed_with_its_days_as_the_sheet_has_them():
    bring(file_of("gwanak"))
    told = printed("6-1")
    assert (
        "3\t2023. 10. 16. ~ 2023. 11. 10.\t2023년 하반기 학교로 찾아가는 관악청\t"
        "- 장소: 관내 12개교 (초4, 중5, 고3) "
        "- 추진내용: 학부모·학교 관계자와 대화 등 - 추진실적: 학교 및 학부모 건의사항 78건 청취"
    ) in told
    assert "1\t2022. 3분기\t열린구청장실\t주민의견청취 및 민원 처리 12회" in told
    assert "10\t2023. 11.\t이동관악청\t찾아가는 이동관악청(21개동) 운영 / 주민 건의사항 청취 250건" in told


def test_6_1_1_prints_as_its_sheet():
    bring(file_of("gwanak"))
    told = printed("6-1-1")
    assert "총 계\t24\t24\t4\t5\t5\t5\t5\t-" in told
    assert follows(
        told, "1\t정책참여방 운영\t의제안건\t건\t48\t6\t12\t12\t12\t6",
        "2\t창의제안 공모전 개최\t개최 횟수\t회\t5\t1\t1\t1\t1\t1",
        "3\t정책참여 이벤트 추진\t추진 횟수\t회\t42\t6\t12\t12\t12\t-",
    )  # fmt: skip
    assert follows(
        told, "1\t정책참여방 운영\t의제안건\t건\t12\t-\t-\t6\t6",
        "2\t창의제안 공모전 개최\t개최 횟수\t회\t1\t-\t1\t-\t-",
        "3\t정책참여 이벤트 추진\t추진 횟수\t회\t12\t-\t-\t6\t6",
    )  # fmt: skip
    assert follows(
        told, "1\t정책참여방 운영\t35\t의제안건\t건\t48\t18\t37.5\t",
        "2\t창의제안 공모전 개최\t35\t개최 횟수\t회\t5\t2\t40.0\t",
        "3\t정책참여 이벤트 추진\t30\t추진 횟수\t회\t42\t18\t42.9\t", "소계\t40.0\t", "총 이행률(%)\t20.0\t",
    )  # fmt: skip
    assert "총 계\t5.39\t5.39\t2.56\t2.83\t-\t-\t-\t-" in told
    assert "관악청\t정책참여\t주민참여예산\t협치관악\t매니페스토(공약)\t주민자치회" in told
    assert "감사담당관\t기획예산과\t자치행정과\t자치행정과\t기획예산과\t자치행정과" in told
    assert "- 방문현황: 누적 400,226명(일평균 245명) * 2023. 12. 18. 기준" in told
    assert "□ 총 사업비: 24백만 원(구비)" in told


def test_6_2_prints_as_its_sheet_each_department_on_a_line_of_its_own():
    bring(file_of("gwanak"))
    told = printed("6-2")
    assert "사업담당\t기획예산과장 · 기획팀장 · 담당 · 담당 자치행정과장 · 지역협치팀장 · 담당" in told
    assert follows(
        told, "구분\t단위\t계\t2023\t2022\t2021\t2020\t2019\t2018",
        "협치회의 운영\t회\t90\t11\t14\t15\t20\t14\t16",
        "공론장 운영\t회\t58\t6\t4\t16\t26\t6\t-",
    )  # fmt: skip
    assert follows(
        told, "건 수\t건\t64\t3\t6\t5\t8\t15\t27", "규 모\t백만 원\t3,244\t161\t394\t724\t508\t685\t772"
    )
    assert "총 계\t2,536\t2,536\t871\t476\t476\t475\t238\t-" in told
    assert "총 계\t1,175\t1,175\t712\t463\t-\t-\t-\t-" in told
    assert follows(
        told, "1\t혁신·협치위원회 운영\t30\t개최 횟수\t회\t24\t16\t66.7\t",
        "2\t정책자문단 운영\t30\t지정 과제\t회\t9\t3\t33.3\t",
        "3\t지역사회 협치기반 강화 및 내실화\t20\t개최 횟수\t회\t40\t18\t45.0\t",
        "4\t지역사회 협치과제 발굴 및 실행\t20\t공론장 개최 횟수\t회\t16\t6\t37.5\t", "총 이행률(%)\t46.5\t",
    )  # fmt: skip
    assert [line for line in told if line.startswith("소계\t") and line != YEARS] == []


def test_a_day_that_the_sheet_prints_once_is_one_cell_of_several_rows():
    bring(file_of("gwanak"))
    document = card_of(Pledge.objects.get(code="6-2"), AS_OF, NOON)
    log = next(block for block in document.blocks if isinstance(block, Table) and len(block.rows) == 31)
    reach = [cell.rows for row in log.rows for cell in row if cell.words.startswith("202") and cell.rows > 1]
    assert reach == [3, 3, 2]
    assert text(document).count("더불어민주당") == 0


def test_5_1_prints_the_counts_of_its_cases_with_shares_that_are_reckoned():
    bring(file_of("junggu"))
    told = printed("5-1")
    assert "관리번호\t5-1\t사업구분\t□ 임기내 □ 임기후\t사업시기\t□ 단기 □ 중기 □ 장기" in told
    assert "이행단계\t□ 완료 □ 완료(지속) ■ 추진중 □ 일부추진" in told
    for total, cells in (
        ("3,018", "891\t84\t523\t284\t87\t155\t333\t332\t329"),
        ("1,210", "508\t33\t97\t57\t60\t65\t249\t68\t73"),
        ("374", "96\t11\t43\t32\t4\t8\t83\t32\t65"),
    ):
        assert f"{total}\t{cells}" in told
    assert follows(
        told,
        "구청장 소통문자폰\t처리완료(59.3%)\t이해설득\t적극검토\t기관이송\t감사인사\t처리예외",
        "처리완료\t조치예정",
        "3,018\t1,243 (41.2%)\t547 (18.1%)\t745 (24.7%)\t91 (3.0%)\t127 (4.2%)\t257 (8.5%)\t8 (0.3%)",
    )
    assert "인쇄 59.4, 계산 59.3" in note(told, "처리완료(처리완료와 조치예정)")
    assert "- 일일처리건수 : 평균 9.9건 / 민원처리시간 : 평균 2.64일" in told
    assert "인쇄 12.2, 계산 9.9 (3,018 ÷ 306)" in note(told, "일일처리건수(업무일) 인쇄 12.2")
    assert follows(
        told, "설명회·공청회 등\t만족도 조사\t민간전문가 자문\t언론·방송보도\t그 외 소통방안", "\t1\t\t3\t2"
    )
    assert "구청장과의 대화 채널 접수민원 답변율\t목표\t100%\t100%\t100%\t100%\t100%\t40" in told
    assert "실적\t100%\t100%\t\t\t" in told


def test_5_2_prints_half_years_and_no_money():
    bring(file_of("wonstop"))
    told = printed("5-2")
    assert "관리번호 5-2\t중앙(광역) 도움 필요성\t■ 해당없음 □ 도움 필요 (□ 제도 □ 재정 □ 권한)" in told
    assert "사업기간\t2022. 7. (※ 완료 후, 지속 추진)\t추진상황\t완료 후, 지속 추진" in told
    steps, whose = "□ 보류(폐기) □ 추진 중 □ 완료 ■ 완료 후, 지속 추진", "□ 국 □ 광역 ■ 구(자체) □ 민간"
    assert f"이행단계\t{steps}\t사업주체\t{whose}" in told
    assert follows(
        told, "(단위: 백만원)", "구분\t총사업비\t기투자\t계\t2022년(하)\t2023년\t2024년\t2025년\t2026년(상)",
        "계\t해당없음",
        "국비" + "\t" * 8, "시비" + "\t" * 8, "구비" + "\t" * 8, "기타(재원명)" + "\t" * 8,
        "○ 재원 조달 방안: 해당없음(비예산)",
    )  # fmt: skip
    assert follows(
        told, "운영계획 수립\t5\t회\t1\t1\t1\t1\t1", "소통민원실 설치\t1\t식\t1\t\t\t\t",
        "운영결과 분석 및 보고(월별, 분기별)\t56\t회\t7\t14\t14\t14\t7",
    )  # fmt: skip
    assert follows(told, "계\t설명회·공청회 등\t설문조사\t전문가 자문\t언론보도\t기 타", "5\t1\t1\t\t3\t")
    assert follows(
        told, "- 2022. 7. : 구청장실 내 소통민원실 설치 및 운영 계획 수립",
        "- 8. : 7월 구청장 직소민원 처리결과 보고 (32건 처리 / 구청장 면담 4건)",
    )  # fmt: skip


def test_the_card_of_another_day_prints_the_figures_of_that_day(six_one):
    did(six_one, "2024. 1. 10.", 2, six_one.indicators.get(no=1), title="열린구청장실")
    assert "1\t열린구청장실\t70\t면담 횟수\t회\t144\t64\t44.4\t" in printed("6-1")
    later = printed("6-1", date(2024, 1, 31))
    assert "1\t열린구청장실\t70\t면담 횟수\t회\t144\t66\t45.8\t" in later
    assert "2024년 분기별 목표" in later
    assert "1\t2024. 1. 10.\t열린구청장실\t" in later


def test_a_day_after_the_administration_is_its_last(six_one):
    assert "민선8기 · 2026. 6. 30. 기준" in printed("6-1", date(2027, 1, 1))


def test_bars_stand_where_a_step_is_planned_and_nowhere_else(six_one):
    Milestone.objects.create(
        pledge=six_one, order=1, title="열린구청장실", starts_on=date(2022, 7, 1), ends_on=date(2023, 3, 31),
        done_on=date(2023, 3, 20),
    )  # fmt: skip
    Milestone.objects.create(pledge=six_one, order=2, title="이동관악청")
    told = printed("6-1")
    assert "3\t4" + "\t1\t2\t3\t4" * 4 in told
    assert "1\t열린구청장실\t■\t■\t■" + "\t" * 15 + "\t2023. 3. 완료" in told
    assert "2\t이동관악청" + "\t" * 19 in told
    assert "※ 기간을 적지 않은 일정의 칸은 비워 둡니다." in told


def test_both_versions_of_an_amended_target_are_printed(six_one, council, members):
    item = laid(council).items.get(order=1)
    amendment = amend(six_one, item, date(2023, 6, 1))
    promise(six_one.indicators.get(no=1), {2024: Decimal(30)}, amendment)
    told = printed("6-1")
    assert "1\t열린구청장실\t면담 횟수\t회\t138\t18\t36\t30\t36\t18" in told
    assert "※ 변경: 1번 지표 2024 목표 36 → 30" in told
    assert item.title in note(told, "변경 1호(2023. 6. 1. 시행")
    assert "여건이 바뀌었습니다." in note(told, "변경 1호")
    before = printed("6-1", date(2023, 5, 31))
    assert "1\t열린구청장실\t면담 횟수\t회\t144\t18\t36\t36\t36\t18" in before
    assert [line for line in before if "변경" in line] == []


def test_an_amended_plan_says_whose_money_and_of_when(six_one, council, members):
    amendment = amend(six_one, laid(council).items.get(order=1), date(2023, 6, 1))
    for span, year, amount in (("year", 2024, 30), ("after", 0, 4)):
        BudgetLine.objects.create(
            pledge=six_one, fund="district", span=span, year=year, amount=amount, amendment=amendment
        )
    told = printed("6-1")
    assert "※ 변경: 2024 구비 투자계획 7.5 → 30" in told
    assert "※ 변경: 임기 후 구비 투자계획 - → 4" in told


def test_an_entry_taken_back_is_printed_nowhere(six_one):
    entry = did(six_one, "2023. 5. 2.", title="잘못 적은 일")
    assert any("잘못 적은 일" in line for line in printed("6-1"))
    ProgressEntry.objects.filter(pk=entry.pk).update(withdrawn_at=NOON, withdrawn_reason="잘못 적음")
    assert not any("잘못 적은 일" in line for line in printed("6-1"))


def test_the_card_names_posts_and_no_person(six_one, officer):
    officer.name = "조아름"
    officer.save()
    did(six_one, "2023. 5. 2.", entered_by=officer)
    Charge.objects.create(
        pledge=six_one, order=1, label="민원상담팀장", department=Department.objects.first()
    )
    assert "사업담당\t민원상담팀장" in printed("6-1")
    assert not any("조아름" in line for line in printed("6-1"))


def test_an_unknown_code_in_words_stays_as_it_was_written(six_one):
    Passage.objects.create(pledge=six_one, order=1, section="now", title="현황", text="- 하루 {no-such}건")
    assert "- 하루 {no-such}건" in printed("6-1")


def test_a_card_costs_as_many_queries_for_many_doings_as_for_few(six_one):
    def counted():
        with CaptureQueriesContext(connection) as asked:
            printed("6-1")
        return len(asked)

    did(six_one, "2023. 5. 2.", 1, six_one.indicators.get(no=1))
    few = counted()
    for n in range(40):
        did(six_one, f"2023. 6. {n % 28 + 1}.", 1, six_one.indicators.get(no=1))
        Passage.objects.create(pledge=six_one, order=n + 1, section="now", text="- 글")
    assert counted() == few


def test_every_printed_cell_that_differs_is_noted_once():
    for name, codes in (("gwanak", ("6-1", "6-1-1", "6-2")), ("junggu", ("5-1",)), ("wonstop", ("5-2",))):
        bring(file_of(name))
        for code in codes:
            document = card_of(Pledge.objects.get(code=code), AS_OF, NOON)
            notes = [block.text for block in document.blocks if isinstance(block, Note)]
            assert len(notes) == len(set(notes)), code


def test_the_sheet_as_laid_by_hand_prints_like_the_imported_one(six_one, six_one_one):
    told = printed("6-1")
    assert "소계\t49.9\t" in told
    assert "총 이행률(%)\t24.9\t" in told
    assert f"※ 근거: {sheets.SHEET}" in told
    assert not any("인쇄본과 차이" in line for line in told)
