import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("district", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("office", models.CharField(blank=True, max_length=60, verbose_name="직위")),
                ("row_id", models.CharField(max_length=40, verbose_name="번호")),
                ("purpose", models.CharField(max_length=60, verbose_name="무엇을")),
                ("at", models.DateTimeField(verbose_name="본 때")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="accesses", to=settings.AUTH_USER_MODEL, verbose_name="본 사람")),
                ("row_type", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contenttypes.contenttype", verbose_name="갈래")),
            ],
            options={
                "verbose_name": "열람 기록",
                "verbose_name_plural": "열람 기록",
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["row_type", "row_id"], name="access_to_one_row")],
            },
        ),
    ]
