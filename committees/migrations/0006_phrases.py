"""What a secretary types again and again; a district that says it otherwise changes the rows."""

from django.db import migrations

PHRASES = (
    "원안대로 하는 데 이의 없음.",
    "소관 부서의 설명을 들음.",
    "자료를 보완하여 다음 회의에서 다시 논의하기로 함.",
    "취지에 공감하나 예산 사정을 살펴야 한다는 의견.",
    "주민 의견을 더 들어야 한다는 의견.",
    "추진 일정을 앞당겨 달라는 요청.",
)


def lay(apps, schema_editor):
    """For all bodies."""
    phrase = apps.get_model("committees", "Phrase")
    for order, words in enumerate(PHRASES, 1):
        phrase.objects.get_or_create(body=None, words=words, defaults={"order": order})


class Migration(migrations.Migration):
    dependencies = [("committees", "0005_live_meeting")]

    operations = [migrations.RunPython(lay, migrations.RunPython.noop)]
