"""The rules of the house and the first list of words to look at; later changes are rows of the district's own."""

from datetime import date

from django.db import migrations, models

BEGINNING = date(2022, 7, 1)
PLAN = "온라인관악청 운영계획의 댓글 운영 원칙"
NETWORK_ACT = "정보통신망 이용촉진 및 정보보호 등에 관한 법률"

RULES = [
    # code, label, explanation, may be reported, may be blanked, source
    ("abuse", "욕설·비방", "욕설이나 혐오 표현으로 다른 사람을 모욕하는 글입니다.", True, False, PLAN),
    (
        "privacy", "개인정보", "이름, 전화번호, 주소처럼 누구인지 알 수 있는 내용을 허락 없이 적은 글입니다.", True, True,
        f"{PLAN}, 개인정보 보호법",
    ),
    ("spam", "광고·도배", "물건이나 가게를 알리는 글, 같은 내용을 되풀이한 글입니다.", True, False, PLAN),
    ("election", "선거법", "공직선거법이 막는 선거운동이나 비방의 글입니다.", True, False, f"{PLAN}, 공직선거법"),
    ("off_topic", "주제와 무관", "여쭌 것과 상관없는 글입니다.", True, False, PLAN),
    (
        "illegal", "불법 정보", "음란물처럼 두는 것 자체가 법에 어긋나는 글입니다.", True, True,
        f"{NETWORK_ACT} 제44조의7",
    ),
    (
        "measure", "임시조치", "권리를 침해받았다는 분이 신청하여 30일까지 가린 글입니다. 쓴 분은 이의를 내실 수 있습니다.",
        False, False, f"{NETWORK_ACT} 제44조의2",
    ),
]  # fmt: skip

LIST = "이 프로그램이 처음 넣어 둔 낱말. 널리 알려진 욕설과 비하를 손으로 골랐고, 시험 자료에 맞추지 않았습니다."
WORDS = {
    2.0: (
        "씨발 시발 씨팔 씹할 ㅅㅂ ㅆㅂ 쉬발 개새끼 개색기 개새기 새끼야 병신 븅신 ㅂㅅ 지랄 ㅈㄹ 좆 존나 졸라 닥쳐 꺼져 뒤져라 죽어라 "
        "죽여버 걸레 창녀 잡년 잡놈 썅 호로자식 미친놈 미친년 또라이 등신 쌍놈 엿먹어"
    ),
    1.5: (
        "한남충 한녀충 맘충 틀딱 김치녀 된장녀 급식충 꼴페미 메갈 웜련 일베충 홍어 짱깨 쪽바리 똥남아 흑형 잼민이 노인충 벌레같은 "
        "쓰레기같은 인간말종 정신병자 게이새 레즈새 애비없 애미없 느금마 니애미 니애비"
    ),
    0.6: "쓰레기 벌레 토나와 역겹 더럽 못생 무식한 멍청 바보 한심 찌질 추하 뻔뻔 양아치 사기꾼 꼴값 나댄다 나대지 개념없 극혐 혐오 재수없 빨갱이 수꼴",
    0.5: "카톡문의 선착순 무료상담 수익보장 대출상담 클릭하세요 텔레그램 홍보합니다 판매합니다 최저가",
}


def lay(apps, schema_editor):
    rules = apps.get_model("deliberation", "HouseRule")
    for ordinal, (code, label, explanation, reported, blanked, source) in enumerate(RULES, start=1):
        facts = {"label": label, "explanation": explanation, "may_be_reported": reported, "source": source}
        facts |= {"may_be_blanked": blanked, "valid_from": BEGINNING, "ordinal": ordinal}
        rules.objects.get_or_create(code=code, defaults=facts)
    words = apps.get_model("deliberation", "Watchword")
    for weight, line in WORDS.items():
        for word in line.split():
            words.objects.get_or_create(word=word, defaults={"weight": weight, "source": LIST})


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0004_pins")]

    operations = [
        migrations.AlterField(
            model_name="comment",
            name="hidden_ground",
            field=models.CharField(blank=True, max_length=12, verbose_name="가린 까닭"),
        ),
        migrations.RunPython(lay, migrations.RunPython.noop),
    ]
