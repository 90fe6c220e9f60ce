from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("district", "0002_access_record")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="blocked_until",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="참여 제한이 끝나는 때"
            ),
        ),
    ]
