"""A department owes a member's recommendation an answer: by when, and through whose hands."""

from datetime import date

from django.db import migrations

BEGINNING = date(2022, 7, 1)
SOURCE = "공약 관리카드 6-2 「협치행정 구현」: 정책제안의 처리결과 보고. 기한은 자료에 없어 업무일 20일로 둠(기본값)."


def lay(apps, schema_editor):
    """As the other referrals are; a district that decides otherwise adds a row."""
    apps.get_model("referrals", "Clock").objects.get_or_create(
        code="recommendation",
        valid_from=BEGINNING,
        defaults={"amount": 20, "unit": "working_day", "first_counts": False, "source": SOURCE},
    )
    apps.get_model("referrals", "Chain").objects.get_or_create(
        kind="recommendation",
        level="department",
        valid_from=BEGINNING,
        defaults={"roles": ["officer", "head", "director"], "needs_outcome": True, "source": SOURCE},
    )


class Migration(migrations.Migration):
    dependencies = [("committees", "0003_origins"), ("referrals", "0002_rules")]

    operations = [migrations.RunPython(lay, migrations.RunPython.noop)]
