"""The rules as a district finds them in force; whatever changes later is a new row with its source."""

from datetime import date

from django.db import migrations

BEGINNING = date(2022, 7, 1)
PROPOSALS = "국민 제안 규정(2022. 7. 12. 시행판). 민선 8기 첫날부터 적어 둡니다."
GWANAK = "온라인관악청 운영계획"
PETITIONS = "민원 처리에 관한 법률 시행령의 처리기간(2019. 12. 31. 시행판)과 같은 법의 계산 방법(2022. 7. 12. 시행판)"

CLOCKS = [
    ("proposal", 1, "month", False, f"{PROPOSALS} 접수한 날부터 1개월 안에 채택 여부를 정합니다."),
    ("reconsideration", 1, "month", False, f"{PROPOSALS} 재심사도 1개월 안에 정합니다."),
    ("reconsideration_window", 15, "day", False, f"{PROPOSALS} 통지를 받은 날부터 15일 안에 재심사를 청할 수 있습니다."),
    (
        "reconsideration_late", 24, "month", False,
        f"{PROPOSALS} 채택하지 않은 내용을 2년 안에 실시하면 재심사를 청할 수 있습니다.",
    ),
    ("supplement_ask", 7, "day", False, f"{PROPOSALS} 보완은 7일 안에 까닭을 적어 요청하고, 그 기간은 세지 않습니다."),
    ("inquiry", 21, "day", False, f"{PROPOSALS} 관계 기관의 조회 회신에 걸리는 3주까지는 세지 않습니다."),
    ("question", 15, "working_day", False, f"{GWANAK}: 토론을 마친 뒤 업무일 15일 안에 반영 결과를 알립니다."),
    ("mayor", 15, "working_day", False, f"{GWANAK}: 구청장은 업무일 15일 안에 답변합니다."),
    ("complaint_law", 14, "working_day", True, f"{PETITIONS}: 법령 질의 14일"),
    ("complaint_query", 7, "working_day", True, f"{PETITIONS}: 그 밖의 질의 7일"),
    ("complaint_suggestion", 14, "working_day", True, f"{PETITIONS}: 건의 14일"),
    ("complaint_grievance", 7, "working_day", True, f"{PETITIONS}: 고충 7일"),
]  # fmt: skip
OUTCOMES = [
    # code, label, needs a ground, needs a date, may be asked again
    ("accepted", "채택", False, True, False),
    ("reference", "행정참고", False, False, False),
    ("rejected", "불채택", True, False, True),
    ("other", "기타", False, False, False),
]
GROUNDS = [
    ("patented", "다른 사람의 특허권, 실용신안권, 디자인권, 저작권에 속하는 것"),
    ("adopted_before", "이미 채택된 제안이거나 기본 구상이 그와 비슷한 것"),
    ("underway", "이미 시행하고 있거나 기본 구상이 그와 비슷한 것"),
    ("impracticable", "일반 통념으로 보아 적용하기 어려운 것"),
    ("complaint", "단순한 주의 환기, 진정, 비판, 건의, 불만의 표시"),
    ("private_profit", "특정한 개인, 단체, 기업의 수익 사업과 그 홍보에 관한 것"),
    ("not_public", "국가나 지방자치단체의 사무가 아닌 것"),
    ("other", "그 밖의 까닭"),
]
DEPARTMENT, MAYOR = ["officer", "head", "director"], ["officer", "head", "director", "mayor"]
CHAINS = [
    ("", "department", DEPARTMENT, False),
    ("", "mayor", MAYOR, False),
    ("proposal", "department", DEPARTMENT, True),
    ("reconsideration", "department", DEPARTMENT, True),
]


def lay(apps, schema_editor):
    def row(name, at, **facts):
        model = apps.get_model("referrals", name)
        model.objects.get_or_create(**at, valid_from=BEGINNING, defaults=facts)

    for code, amount, unit, first_counts, source in CLOCKS:
        row("Clock", {"code": code}, amount=amount, unit=unit, first_counts=first_counts, source=source)
    for n, (code, label, needs_ground, needs_date, reviewable) in enumerate(OUTCOMES, 1):
        needs = {"needs_ground": needs_ground, "needs_date": needs_date, "reviewable": reviewable}
        row("Outcome", {"code": code}, label=label, ordinal=n, source=GWANAK, **needs)
    for n, (code, label) in enumerate(GROUNDS, 1):
        source = GWANAK if code == "other" else PROPOSALS
        row("Ground", {"code": code}, label=label, ordinal=n, source=source)
    for kind, level, roles, needs_outcome in CHAINS:
        at = {"kind": kind, "level": level}
        row("Chain", at, roles=roles, needs_outcome=needs_outcome, source=GWANAK)


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial")]

    operations = [migrations.RunPython(lay, migrations.RunPython.noop)]
