"""Bodies of kinds that are rows, grounds that are rows, and the way from an open call to a certificate."""

import uuid
from datetime import date

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

LAW = "국민 제안 규정 제17조(해촉)의 예에 따름"
HOUSE = "기본값: 그 기구의 조례로 확인해 주세요."
KINDS = [
    ("committee", "위원회", False, "지방자치법에 따른 자문기관의 일반 명칭"),
    ("council", "협치회의", False, "공약 관리카드 6-2"),
    ("panel", "자문단", False, "공약 관리카드 6-2"),
    ("resident", "주민자치회", False, "온라인관악청 메뉴 「주민자치회」"),
    ("screening", "심사위원회", False, "공약 관리카드 6-1-1"),
    ("budget", "주민참여예산위원회", False, "지방재정법 제39조"),
    ("grievance", "고충처리위원회", False, "공약 관리카드 5-1"),
    ("subcommittee", "분과위원회", True, "공약 관리카드 6-2"),
    ("steering", "운영위원회", True, "공약 관리카드 6-2"),
    ("planning", "기획위원회", True, "공약 관리카드 6-2"),
    ("team", "실행추진반", True, "공약 관리카드 6-2"),
]
# code, label, whether it is an act against somebody, whether it must be said how it came, source
GROUNDS = [
    ("resigned", "본인 의사", False, False, LAW),
    ("illness", "심신장애로 직무를 수행할 수 없음", True, True, LAW),
    ("misconduct", "직무와 관련된 비위사실", True, True, LAW),
    ("neglect", "직무태만", True, True, LAW),
    ("dignity", "품위손상", True, True, LAW),
    ("unfit", "그 밖의 사유로 위원으로 적합하지 않음", True, True, LAW),
    ("interest", "제척 사유인데 회피하지 않음", True, True, LAW),
    ("moved", "전출", False, False, HOUSE),
    ("died", "사망", False, False, HOUSE),
    ("secrecy", "직무상 비밀 누설", True, True, HOUSE),
    ("disqualified", "자격 상실·결격 사유", True, True, HOUSE),
    ("dissolved", "기구 폐지", False, False, HOUSE),
]


def lay_kinds(apps, schema_editor):
    """Those that the house knew so far, and those of the seeds."""
    kind = apps.get_model("committees", "BodyKind")
    for order, (code, label, is_part, source) in enumerate(KINDS, 1):
        kind.objects.get_or_create(
            code=code, defaults={"label": label, "is_part": is_part, "order": order, "source": source}
        )


def lay_grounds(apps, schema_editor):
    """Of the statute and of practice; a district adds its own beside them."""
    ground = apps.get_model("committees", "EndGround")
    for order, (code, label, dismisses, words_needed, source) in enumerate(GROUNDS, 1):
        ground.objects.get_or_create(
            code=code,
            defaults={
                "label": label,
                "dismisses": dismisses,
                "words_needed": words_needed,
                "valid_from": date(2000, 1, 1),
                "order": order,
                "source": source,
            },
        )


def empty_reasons(apps, schema_editor):
    """No reason is no row."""
    apps.get_model("committees", "Membership").objects.filter(end_reason="").update(end_reason=None)


class Migration(migrations.Migration):

    dependencies = [
        ('committees', '0001_initial'),
        ('district', '0004_guardian_consent'),
        ('referrals', '0002_rules'),
        ('surveys', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='열쇠')),
                ('origin', models.CharField(choices=[('open', '공개모집'), ('paper', '서면 접수'), ('renewal', '연임'), ('named', '추천')], default='open', max_length=8, verbose_name='접수 경로')),
                ('name', models.CharField(blank=True, max_length=40, verbose_name='이름')),
                ('gender', models.CharField(blank=True, choices=[('f', '여'), ('m', '남')], max_length=1, verbose_name='성별')),
                ('birth_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='출생연도')),
                ('affiliation', models.CharField(blank=True, max_length=80, verbose_name='소속')),
                ('sealed_phone', models.TextField(blank=True, editable=False, verbose_name='연락처')),
                ('career', models.TextField(blank=True, verbose_name='경력')),
                ('motive', models.TextField(blank=True, verbose_name='지원 동기')),
                ('named_by', models.CharField(blank=True, max_length=120, verbose_name='추천한 곳')),
                ('state', models.CharField(choices=[('asked', '연임 의사를 물음'), ('applied', '접수'), ('selected', '선정'), ('reserve', '예비'), ('declined', '미선정'), ('withdrawn', '취하'), ('appointed', '위촉')], default='applied', max_length=10, verbose_name='상태')),
                ('consented_at', models.DateTimeField(blank=True, null=True, verbose_name='동의한 때')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='접수한 때')),
                ('decided_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='결정한 때')),
                ('purged_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='파기한 때')),
            ],
            options={
                'verbose_name': '위원 지원',
                'verbose_name_plural': '위원 지원',
                'ordering': ['call', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='과제')),
                ('brief', models.TextField(blank=True, verbose_name='과제 설명')),
                ('printed_when', models.CharField(blank=True, max_length=40, verbose_name='인쇄된 때')),
                ('starts_on', models.DateField(verbose_name='시작일')),
                ('due_on', models.DateField(verbose_name='마감일')),
                ('given_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='부여한 때')),
                ('reported_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='보고한 때')),
                ('report', models.TextField(blank=True, verbose_name='의견 정리')),
                ('printed_asked', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='인쇄된 대상')),
                ('printed_answered', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='인쇄된 참여')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='기록의 근거')),
            ],
            options={
                'verbose_name': '지정과제',
                'verbose_name_plural': '지정과제',
                'ordering': ['-starts_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='AssignmentStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(verbose_name='순서')),
                ('kind', models.CharField(choices=[('visit', '현장체험'), ('survey', '설문'), ('opinion', '의견 정리'), ('report', '보고')], max_length=8, verbose_name='갈래')),
                ('title', models.CharField(max_length=120, verbose_name='이름')),
                ('words', models.TextField(blank=True, verbose_name='안내')),
                ('due_on', models.DateField(verbose_name='마감일')),
            ],
            options={
                'verbose_name': '과제의 단계',
                'verbose_name_plural': '과제의 단계',
                'ordering': ['assignment', 'order'],
            },
        ),
        migrations.CreateModel(
            name='BodyKind',
            fields=[
                ('code', models.SlugField(max_length=20, primary_key=True, serialize=False, verbose_name='코드')),
                ('label', models.CharField(max_length=40, unique=True, verbose_name='이름')),
                ('is_part', models.BooleanField(default=False, verbose_name='다른 기구의 부분')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='순서')),
                ('source', models.CharField(max_length=300, verbose_name='근거')),
            ],
            options={
                'verbose_name': '기구의 갈래',
                'verbose_name_plural': '기구의 갈래',
                'ordering': ['order', 'code'],
            },
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='제목')),
                ('words', models.TextField(blank=True, verbose_name='안내')),
                ('places', models.PositiveSmallIntegerField(verbose_name='위촉할 자리')),
                ('opens_at', models.DateTimeField(verbose_name='모집을 여는 때')),
                ('closes_at', models.DateTimeField(verbose_name='모집을 마감하는 때')),
                ('starts_on', models.DateField(verbose_name='위촉일')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='공고한 때')),
                ('renewals_asked_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='연임을 물은 때')),
                ('decided_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='선정한 때')),
                ('appointed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='위촉한 때')),
                ('made_at', models.DateTimeField(editable=False, verbose_name='만든 때')),
            ],
            options={
                'verbose_name': '위촉 계획',
                'verbose_name_plural': '위촉 계획',
                'ordering': ['-starts_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='해')),
                ('number', models.PositiveIntegerField(verbose_name='번호')),
                ('issued_on', models.DateField(verbose_name='발급일')),
                ('issuer', models.CharField(max_length=60, verbose_name='발급한 직위')),
            ],
            options={
                'verbose_name': '위촉장',
                'verbose_name_plural': '위촉장',
                'ordering': ['body', '-year', 'number'],
            },
        ),
        migrations.CreateModel(
            name='EndGround',
            fields=[
                ('code', models.SlugField(max_length=12, primary_key=True, serialize=False, verbose_name='코드')),
                ('label', models.CharField(max_length=80, verbose_name='사유')),
                ('dismisses', models.BooleanField(default=False, verbose_name='해촉')),
                ('words_needed', models.BooleanField(default=False, verbose_name='경위를 적어야 함')),
                ('valid_from', models.DateField(verbose_name='시행일')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='마지막 날')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='순서')),
                ('source', models.CharField(max_length=300, verbose_name='근거')),
            ],
            options={
                'verbose_name': '해촉·종료 사유',
                'verbose_name_plural': '해촉·종료 사유',
                'ordering': ['order', 'code'],
            },
        ),
        migrations.CreateModel(
            name='GenderExemption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='시작일')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='마지막 날')),
                ('decided_by', models.CharField(help_text='예: 서울특별시 양성평등위원회', max_length=120, verbose_name='의결한 곳')),
                ('decided_on', models.DateField(verbose_name='의결한 날')),
                ('reason', models.CharField(max_length=500, verbose_name='까닭')),
                ('recorded_at', models.DateTimeField(verbose_name='기록한 때')),
            ],
            options={
                'verbose_name': '성별 비율의 예외',
                'verbose_name_plural': '성별 비율의 예외',
                'ordering': ['body', '-valid_from'],
            },
        ),
        migrations.CreateModel(
            name='MemberSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gender', models.CharField(blank=True, choices=[('f', '여'), ('m', '남')], max_length=1, verbose_name='성별')),
                ('birth_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='출생연도')),
                ('sealed_phone', models.TextField(blank=True, editable=False, verbose_name='연락처')),
                ('changed_at', models.DateTimeField(verbose_name='적은 때')),
                ('purged_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='파기한 때')),
            ],
            options={
                'verbose_name': '위원 인적사항',
                'verbose_name_plural': '위원 인적사항',
            },
        ),
        migrations.CreateModel(
            name='Recommendation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='해')),
                ('number', models.PositiveIntegerField(verbose_name='번호')),
                ('title', models.CharField(max_length=200, verbose_name='제목')),
                ('text', models.TextField(verbose_name='내용')),
                ('name', models.CharField(blank=True, max_length=60, verbose_name='제안할 때의 이름')),
                ('badge', models.CharField(blank=True, max_length=120, verbose_name='제안할 때의 직')),
                ('proposed_at', models.DateTimeField(verbose_name='제안한 때')),
                ('printed_when', models.CharField(blank=True, max_length=40, verbose_name='인쇄된 때')),
                ('printed_result', models.CharField(blank=True, max_length=200, verbose_name='인쇄된 처리결과')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='기록의 근거')),
                ('withdrawn_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='거둔 때')),
            ],
            options={
                'verbose_name': '정책제안',
                'verbose_name_plural': '정책제안',
                'ordering': ['-proposed_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.PositiveSmallIntegerField(verbose_name='지망')),
            ],
            options={
                'verbose_name': '희망 분과',
                'verbose_name_plural': '희망 분과',
                'ordering': ['application', 'rank'],
            },
        ),
        migrations.RunPython(lay_kinds, migrations.RunPython.noop),
        migrations.RunPython(lay_grounds, migrations.RunPython.noop),
        migrations.RemoveConstraint(
            model_name='membership',
            name='membership_ended_with_a_reason',
        ),
        migrations.AddField(
            model_name='body',
            name='legal_article',
            field=models.CharField(blank=True, max_length=40, verbose_name='설치 근거의 조항'),
        ),
        migrations.AddField(
            model_name='body',
            name='neighborhood',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bodies', to='district.neighborhood', verbose_name='동'),
        ),
        migrations.AddField(
            model_name='body',
            name='sunset_on',
            field=models.DateField(blank=True, null=True, verbose_name='존속기한'),
        ),
        migrations.AddField(
            model_name='bodyrule',
            name='applications_kept_days',
            field=models.PositiveSmallIntegerField(default=180, help_text='선정되지 않은 지원서는 이 날수가 지나면 파기합니다.', verbose_name='지원서 보관(결정 뒤 일)'),
        ),
        migrations.AddField(
            model_name='bodyrule',
            name='chairs',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='위원장 수'),
        ),
        migrations.AddField(
            model_name='bodyrule',
            name='gender_ceiling',
            field=models.PositiveSmallIntegerField(blank=True, help_text='양성평등기본법 제21조: 10분의 6. 비우면 따지지 않습니다.', null=True, verbose_name='위촉직 한 성별의 한도(%)'),
        ),
        migrations.AddField(
            model_name='bodyrule',
            name='many_bodies',
            field=models.PositiveSmallIntegerField(default=3, verbose_name='겸임을 알리는 기구 수'),
        ),
        migrations.AddField(
            model_name='bodyrule',
            name='recusals_counted',
            field=models.BooleanField(default=False, verbose_name='제척·회피한 위원도 재적·출석에 셈'),
        ),
        migrations.AddField(
            model_name='bodyrule',
            name='renewal_within_days',
            field=models.PositiveSmallIntegerField(default=1, help_text='앞 임기가 끝난 뒤 이 날수 안에 다시 위촉하면 연임입니다.', verbose_name='연임으로 보는 사이(일)'),
        ),
        migrations.AddField(
            model_name='bodyrule',
            name='sheets_kept_days',
            field=models.PositiveSmallIntegerField(default=1095, help_text='성별·출생연도·연락처를 이 날수가 지나면 파기합니다.', verbose_name='인적사항 보관(임기 뒤 일)'),
        ),
        migrations.AddField(
            model_name='bodyrule',
            name='tie',
            field=models.CharField(choices=[('fails', '부결로 봄'), ('chair', '위원장이 결정함')], default='fails', max_length=5, verbose_name='가부동수'),
        ),
        migrations.AddField(
            model_name='bodyrule',
            name='vacancy_counts',
            field=models.BooleanField(default=True, help_text='끄면 남은 임기만 채운 위원은 연임이 줄지 않습니다.', verbose_name='보궐도 한 번의 임기로 셈'),
        ),
        migrations.AddField(
            model_name='bodyrule',
            name='written_allowed',
            field=models.BooleanField(default=False, verbose_name='서면심의를 인정함'),
        ),
        migrations.AddField(
            model_name='bodyrule',
            name='youth_until',
            field=models.PositiveSmallIntegerField(default=39, verbose_name='청년으로 보는 나이(세까지)'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='acting_chair',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='직무대행'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='acting_reason',
            field=models.CharField(blank=True, max_length=200, verbose_name='대행하는 까닭'),
        ),
        migrations.AddField(
            model_name='membership',
            name='end_note',
            field=models.CharField(blank=True, max_length=500, verbose_name='해촉 경위'),
        ),
        migrations.AddField(
            model_name='office',
            name='abstain',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='기권'),
        ),
        migrations.AddField(
            model_name='office',
            name='meeting',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='elections', to='committees.meeting', verbose_name='뽑은 회의'),
        ),
        migrations.AddField(
            model_name='office',
            name='method',
            field=models.CharField(blank=True, choices=[('consent', '이의 없음'), ('hands', '거수')], max_length=8, verbose_name='뽑은 방법'),
        ),
        migrations.AddField(
            model_name='office',
            name='no',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='반대'),
        ),
        migrations.AddField(
            model_name='office',
            name='yes',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='찬성'),
        ),
        migrations.AlterField(
            model_name='office',
            name='kind',
            field=models.CharField(choices=[('chair', '위원장'), ('vice_chair', '부위원장'), ('secretary', '간사'), ('other', '그 밖의 임원')], max_length=10, verbose_name='직'),
        ),
        migrations.AddConstraint(
            model_name='bodyrule',
            constraint=models.CheckConstraint(condition=models.Q(('gender_ceiling', None), models.Q(('gender_ceiling__gte', 50), ('gender_ceiling__lte', 100)), _connector='OR'), name='body_rule_ceiling_is_a_share'),
        ),
        migrations.AddConstraint(
            model_name='bodyrule',
            constraint=models.CheckConstraint(condition=models.Q(('chairs__gte', 1)), name='body_rule_has_a_chair'),
        ),
        migrations.AddConstraint(
            model_name='bodyrule',
            constraint=models.CheckConstraint(condition=models.Q(('tie__in', ['fails', 'chair'])), name='body_rule_tie_known'),
        ),
        migrations.AddConstraint(
            model_name='office',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('abstain__isnull', False), ('method', 'hands'), ('no__isnull', False), ('yes__isnull', False)), models.Q(models.Q(('method', 'hands'), _negated=True), ('abstain', None), ('no', None), ('yes', None)), _connector='OR'), name='office_hands_were_counted'),
        ),
        migrations.AddConstraint(
            model_name='office',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['chair', 'vice_chair', 'secretary', 'other'])), name='office_kind_known'),
        ),
        migrations.AddField(
            model_name='application',
            name='membership',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='application', to='committees.membership', verbose_name='위촉'),
        ),
        migrations.AddField(
            model_name='application',
            name='neighborhood',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='district.neighborhood', verbose_name='동'),
        ),
        migrations.AddField(
            model_name='application',
            name='part',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.body', verbose_name='배정한 분과'),
        ),
        migrations.AddField(
            model_name='application',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='seat_applications', to=settings.AUTH_USER_MODEL, verbose_name='사람'),
        ),
        migrations.AddField(
            model_name='application',
            name='renews',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='renewal_applications', to='committees.membership', verbose_name='이어질 위촉'),
        ),
        migrations.AddField(
            model_name='application',
            name='seat',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.seat', verbose_name='위원석'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='body',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='committees.body', verbose_name='기구'),
        ),
        migrations.AddField(
            model_name='assignmentstep',
            name='assignment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='committees.assignment', verbose_name='지정과제'),
        ),
        migrations.AddField(
            model_name='assignmentstep',
            name='survey',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assignment_step', to='surveys.survey', verbose_name='설문'),
        ),
        migrations.AlterField(
            model_name='body',
            name='kind',
            field=models.ForeignKey(db_column='kind', default='committee', on_delete=django.db.models.deletion.PROTECT, related_name='bodies', to='committees.bodykind', verbose_name='갈래'),
        ),
        migrations.AddField(
            model_name='call',
            name='body',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='committees.body', verbose_name='기구'),
        ),
        migrations.AddField(
            model_name='call',
            name='term',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='committees.term', verbose_name='기수'),
        ),
        migrations.AddField(
            model_name='application',
            name='call',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='committees.call', verbose_name='위촉 계획'),
        ),
        migrations.AddField(
            model_name='certificate',
            name='body',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='committees.body', verbose_name='기구'),
        ),
        migrations.AddField(
            model_name='certificate',
            name='membership',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='certificate', to='committees.membership', verbose_name='위촉'),
        ),
        migrations.AlterField(
            model_name="membership",
            name="end_reason",
            field=models.CharField(blank=True, max_length=12, null=True, verbose_name="끝난 까닭"),
        ),
        migrations.RunPython(empty_reasons, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='membership',
            name='end_reason',
            field=models.ForeignKey(blank=True, db_column='end_reason', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.endground', verbose_name='끝난 까닭'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('end_reason', None), ('ended_on', None)), models.Q(('ended_on__gte', models.F('start')), ('ended_on__isnull', False), ('ended_on__lte', models.F('end')), ('end_reason__isnull', False)), _connector='OR'), name='membership_ended_with_a_reason'),
        ),
        migrations.AddField(
            model_name='genderexemption',
            name='body',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gender_exemptions', to='committees.body', verbose_name='기구'),
        ),
        migrations.AddField(
            model_name='genderexemption',
            name='recorded_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='기록한 사람'),
        ),
        migrations.AddField(
            model_name='membersheet',
            name='person',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='member_sheet', to=settings.AUTH_USER_MODEL, verbose_name='사람'),
        ),
        migrations.AddField(
            model_name='recommendation',
            name='author',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='recommendations', to=settings.AUTH_USER_MODEL, verbose_name='제안한 위원'),
        ),
        migrations.AddField(
            model_name='recommendation',
            name='body',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recommendations', to='committees.body', verbose_name='기구'),
        ),
        migrations.AddField(
            model_name='recommendation',
            name='department',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='recommendations', to='district.department', verbose_name='맡은 부서'),
        ),
        migrations.AddField(
            model_name='recommendation',
            name='item',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='recommendations', to='committees.agendaitem', verbose_name='다룬 안건'),
        ),
        migrations.AddField(
            model_name='recommendation',
            name='part',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.body', verbose_name='분과'),
        ),
        migrations.AddField(
            model_name='recommendation',
            name='referral',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='recommendation', to='referrals.referral', verbose_name='부서 배정'),
        ),
        migrations.AddField(
            model_name='recommendation',
            name='seat',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='recommendations', to='committees.seat', verbose_name='위원석'),
        ),
        migrations.AddField(
            model_name='wish',
            name='application',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wishes', to='committees.application', verbose_name='지원'),
        ),
        migrations.AddField(
            model_name='wish',
            name='body',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.body', verbose_name='분과'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('starts_on'))), name='assignment_due_after_start'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('printed_answered', None), ('printed_asked', None)), models.Q(('printed_answered__lte', models.F('printed_asked')), ('printed_asked__isnull', False), models.Q(('source', ''), _negated=True)), _connector='OR'), name='assignment_printed_counts_have_a_source'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(('reported_at', None), ('given_at__isnull', False), _connector='OR'), name='assignment_given_first'),
        ),
        migrations.AddConstraint(
            model_name='assignmentstep',
            constraint=models.UniqueConstraint(fields=('assignment', 'order'), name='step_order_once'),
        ),
        migrations.AddConstraint(
            model_name='assignmentstep',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'survey'), ('survey', None), _connector='OR'), name='step_asks_only_as_survey'),
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='call_closes_after_opening'),
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.CheckConstraint(condition=models.Q(('places__gte', 1)), name='call_has_places'),
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.CheckConstraint(condition=models.Q(('appointed_at', None), ('decided_at__isnull', False), _connector='OR'), name='call_decided_first'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.UniqueConstraint(condition=models.Q(('person__isnull', False), models.Q(('state', 'withdrawn'), _negated=True)), fields=('call', 'person'), name='application_once_a_call'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('origin', 'renewal'), ('renews__isnull', False)), models.Q(models.Q(('origin', 'renewal'), _negated=True), ('renews', None)), _connector='OR'), name='application_renews_a_membership'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'appointed'), _negated=True), ('membership__isnull', False), _connector='OR'), name='application_appointed_has_a_membership'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(('purged_at', None), models.Q(('affiliation', ''), ('birth_year', None), ('career', ''), ('gender', ''), ('motive', ''), ('name', ''), ('sealed_phone', '')), _connector='OR'), name='application_purged_is_empty'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(('gender__in', ['', 'f', 'm'])), name='application_gender_known'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(fields=('body', 'year', 'number'), name='certificate_number_once_a_year'),
        ),
        migrations.AddConstraint(
            model_name='genderexemption',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='exemption_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='membersheet',
            constraint=models.CheckConstraint(condition=models.Q(('gender__in', ['', 'f', 'm'])), name='sheet_gender_known'),
        ),
        migrations.AddConstraint(
            model_name='membersheet',
            constraint=models.CheckConstraint(condition=models.Q(('birth_year', None), models.Q(('birth_year__gte', 1900), ('birth_year__lte', 2100)), _connector='OR'), name='sheet_birth_year_sane'),
        ),
        migrations.AddConstraint(
            model_name='membersheet',
            constraint=models.CheckConstraint(condition=models.Q(('purged_at', None), models.Q(('birth_year', None), ('gender', ''), ('sealed_phone', '')), _connector='OR'), name='sheet_purged_is_empty'),
        ),
        migrations.AddConstraint(
            model_name='recommendation',
            constraint=models.UniqueConstraint(fields=('body', 'year', 'number'), name='recommendation_number_once_a_year'),
        ),
        migrations.AddConstraint(
            model_name='recommendation',
            constraint=models.CheckConstraint(condition=models.Q(('printed_result', ''), models.Q(('source', ''), _negated=True), _connector='OR'), name='recommendation_print_has_a_source'),
        ),
        migrations.AddConstraint(
            model_name='wish',
            constraint=models.UniqueConstraint(fields=('application', 'rank'), name='wish_rank_once'),
        ),
        migrations.AddConstraint(
            model_name='wish',
            constraint=models.UniqueConstraint(fields=('application', 'body'), name='wish_body_once'),
        ),
        migrations.AddConstraint(
            model_name='wish',
            constraint=models.CheckConstraint(condition=models.Q(('rank__gte', 1), ('rank__lte', 3)), name='wish_one_to_three'),
        ),
    ]
