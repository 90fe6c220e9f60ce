"""Order is kept over the words of proposals, too: only cells and constraints are added."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('deliberation', '0008_policy_department'),
        ('district', '0004_guardian_consent'),
        ('referrals', '0003_supplements'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="thread",
            name="covered",
            field=models.BooleanField(default=False, editable=False, verbose_name="글을 가림"),
        ),
        migrations.AddField(
            model_name='appeal',
            name='proposal',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='deliberation.proposal', verbose_name='제안'),
        ),
        migrations.AddField(
            model_name='blanking',
            name='proposal',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='deliberation.proposal', verbose_name='제안'),
        ),
        migrations.AddField(
            model_name='docket',
            name='proposal',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='deliberation.proposal', verbose_name='제안'),
        ),
        migrations.AddField(
            model_name='measure',
            name='proposal',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='deliberation.proposal', verbose_name='제안'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='hidden_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='가린 때'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='hidden_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='가린 사람'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='hidden_ground',
            field=models.CharField(blank=True, max_length=12, verbose_name='가린 까닭'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='kept',
            field=models.JSONField(blank=True, editable=False, null=True, verbose_name='가려 둔 글'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='state',
            field=models.CharField(choices=[('standing', '보임'), ('withdrawn', '쓴 사람이 지움'), ('hidden', '가림'), ('blanked', '내용을 지움')], default='standing', max_length=10, verbose_name='글의 상태'),
        ),
        migrations.AddField(
            model_name='report',
            name='proposal',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='deliberation.proposal', verbose_name='제안'),
        ),
        migrations.AlterField(
            model_name='appeal',
            name='comment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='deliberation.comment', verbose_name='댓글'),
        ),
        migrations.AlterField(
            model_name='blanking',
            name='comment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='deliberation.comment', verbose_name='댓글'),
        ),
        migrations.AlterField(
            model_name='docket',
            name='comment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='deliberation.comment', verbose_name='댓글'),
        ),
        migrations.AlterField(
            model_name='measure',
            name='comment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='deliberation.comment', verbose_name='댓글'),
        ),
        migrations.AlterField(
            model_name='report',
            name='comment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='deliberation.comment', verbose_name='댓글'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('comment__isnull', False), ('proposal', None)), models.Q(('comment', None), ('proposal__isnull', False)), _connector='OR'), name='appeal_about_one'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('proposal',), name='appeal_open_once_a_proposal'),
        ),
        migrations.AddConstraint(
            model_name='blanking',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('comment__isnull', False), ('proposal', None)), models.Q(('comment', None), ('proposal__isnull', False)), _connector='OR'), name='blanking_about_one'),
        ),
        migrations.AddConstraint(
            model_name='blanking',
            constraint=models.UniqueConstraint(condition=models.Q(('confirmed_at', None), ('dropped_at', None)), fields=('proposal',), name='blanking_asked_once_a_proposal'),
        ),
        migrations.AddConstraint(
            model_name='docket',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('comment__isnull', False), ('proposal', None)), models.Q(('comment', None), ('proposal__isnull', False)), _connector='OR'), name='docket_about_one'),
        ),
        migrations.AddConstraint(
            model_name='docket',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('proposal',), name='docket_open_once_a_proposal'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('comment__isnull', False), ('proposal', None)), models.Q(('comment', None), ('proposal__isnull', False)), _connector='OR'), name='measure_about_one'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('proposal',), name='measure_open_once_a_proposal'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('hidden_at', None), ('hidden_by', None), ('hidden_ground', ''), ('kept__isnull', True), ('state', 'standing')), models.Q(models.Q(models.Q(('kept__isnull', False), ('state', 'hidden')), models.Q(('kept__isnull', True), ('state', 'blanked')), _connector='OR'), ('hidden_at__isnull', False), ('hidden_by__isnull', False), models.Q(('hidden_ground', ''), _negated=True)), _connector='OR'), name='proposal_hidden_by_somebody_for_a_ground'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('comment__isnull', False), ('proposal', None)), models.Q(('comment', None), ('proposal__isnull', False)), _connector='OR'), name='report_about_one'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(fields=('proposal', 'by'), name='proposal_reported_once_a_person'),
        ),
    ]
