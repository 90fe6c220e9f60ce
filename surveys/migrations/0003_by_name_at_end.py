"""Whoever sees day by day who has answered must not see what came in; apart from the rows it holds for."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("surveys", "0002_counters")]

    operations = [
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=~Q(panel="named") | Q(shown="at_end"), name="survey_by_name_shown_at_end"
            ),
        ),
    ]
