"""Three forms as three districts print them, and through whose hands the closing of a quarter goes."""

import json
from datetime import date
from pathlib import Path

from django.db import migrations

BEGINNING = date(2022, 7, 1)
FORMS = Path(__file__).with_name("forms")
SOURCE = "민선8기 공약 관리카드(2023. 12. 31. 기준)의 서식"
CLOSING = "민선8기 공약실천계획: 맡은 부서의 담당이 쓰고 부서장이 결재하여 분기마다 마감합니다."

CARDS = {
    "gwanak": (
        "관악구 공약 관리카드",
        [
            ("done", "완료", "done"),
            ("kept", "이행 후 지속추진", "kept"),
            ("normal", "정상추진", "underway"),
            ("slow", "부진", "slow"),
        ],
    ),
    "junggu": (
        "중구 공약 관리카드",
        [
            ("done", "완료", "done"),
            ("kept", "완료(지속)", "kept"),
            ("underway", "추진중", "underway"),
            ("partial", "일부추진", "underway"),
        ],
    ),
    "wonstop": (
        "공약 관리카드(연차별 계획)",
        [
            ("dropped", "보류(폐기)", "dropped"),
            ("underway", "추진 중", "underway"),
            ("done", "완료", "done"),
            ("kept", "완료 후, 지속 추진", "kept"),
        ],
    ),
}


def lay(apps, schema_editor):
    forms, statuses = apps.get_model("pledges", "CardForm"), apps.get_model("pledges", "Status")
    for code, (name, told) in CARDS.items():
        layout = json.loads((FORMS / f"{code}.json").read_text())
        facts = {"name": name, "layout": layout, "source": SOURCE}
        form, _made = forms.objects.get_or_create(code=code, valid_from=BEGINNING, defaults=facts)
        for order, (key, label, meaning) in enumerate(told, 1):
            status = {"label": label, "meaning": meaning, "order": order}
            statuses.objects.get_or_create(form=form, code=key, defaults=status)
    apps.get_model("referrals", "Chain").objects.get_or_create(
        kind="pledge",
        level="department",
        valid_from=BEGINNING,
        defaults={"roles": ["officer", "head"], "source": CLOSING},
    )


class Migration(migrations.Migration):
    dependencies = [("pledges", "0001_initial"), ("referrals", "0001_initial")]

    operations = [migrations.RunPython(lay, migrations.RunPython.noop)]
