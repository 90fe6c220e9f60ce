"""Which department keeps participation, and answers where nobody else was named."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0007_question_summary_and_targets")]

    operations = [
        migrations.AddField(
            model_name="participationpolicy",
            name="department",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="district.department",
                verbose_name="참여를 맡은 부서",
            ),
        ),
    ]
