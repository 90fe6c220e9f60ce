"""The editor's closing summary of a question, and how many questions the plan wants."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0005_house_rules")]

    operations = [
        migrations.AddField(
            model_name="question",
            name="summary",
            field=models.TextField(blank=True, default="", verbose_name="마무리 요약"),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="QuestionTarget",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="해")),
                (
                    "quarter",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="비우면 한 해 전체입니다.", null=True, verbose_name="분기"
                    ),
                ),
                ("count", models.PositiveSmallIntegerField(verbose_name="목표 건수")),
                ("source", models.CharField(max_length=300, verbose_name="근거")),
            ],
            options={
                "verbose_name": "질문 목표",
                "verbose_name_plural": "질문 목표",
                "ordering": ["-year", "quarter"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("year", "quarter"), name="question_target_once_a_quarter"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("quarter", None)),
                        fields=("year",),
                        name="question_target_once_a_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quarter", None), ("quarter__range", (1, 4)), _connector="OR"),
                        name="question_target_of_a_quarter",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("year__range", (2000, 2100))), name="question_target_of_a_year"
                    ),
                ],
            },
        ),
    ]
