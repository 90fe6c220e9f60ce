"""Counters of what came in, filled from the rows that are there, and the group of somebody who was named."""

from collections import defaultdict

from django.db import migrations, models
from django.db.models import Count


def fill(apps, schema_editor):
    """Once, for all that was answered before there were counters."""
    Survey, Item, Option, Answer = (
        apps.get_model("surveys", name) for name in ("Survey", "Item", "Option", "Answer")
    )
    counted = Answer.objects.filter(response__counted=True).order_by()
    people = dict(counted.values_list("item").annotate(Count("response", distinct=True)))
    chosen = dict(counted.exclude(option=None).values_list("option").annotate(Count("pk")))
    steps = defaultdict(dict)
    for item, number, many in (
        counted.exclude(number=None).values_list("item", "number").annotate(Count("pk"))
    ):
        steps[item][number] = many
    items = list(Item.objects.filter(pk__in=people))
    for item in items:
        item.answered = people[item.pk]
        item.chosen_steps = [steps[item.pk].get(n, 0) for n in range(1, (item.steps or 0) + 1)]
    Item.objects.bulk_update(items, ["answered", "chosen_steps"], batch_size=500)
    options = list(Option.objects.filter(pk__in=chosen))
    for option in options:
        option.chosen = chosen[option.pk]
    Option.objects.bulk_update(options, ["chosen"], batch_size=500)
    for survey in Survey.objects.all():
        survey.offices_answered = survey.responses.filter(counted=False).count()
        survey.people_asked = survey.panel_members.count() if survey.panel == "named" else 0
        survey.shown = "at_end" if survey.panel == "named" else survey.shown
        survey.save(update_fields=["offices_answered", "people_asked", "shown"])


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial")]

    operations = [
        migrations.AlterModelOptions(
            name="panelmember",
            options={"ordering": ["group", "id"], "verbose_name": "대상자", "verbose_name_plural": "대상자"},
        ),
        migrations.AddField(
            model_name="item",
            name="answered",
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name="답한 사람"),
        ),
        migrations.AddField(
            model_name="item",
            name="chosen_steps",
            field=models.JSONField(default=list, editable=False, verbose_name="단계마다 고른 사람"),
        ),
        migrations.AddField(
            model_name="option",
            name="chosen",
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name="고른 사람"),
        ),
        migrations.AddField(
            model_name="panelmember",
            name="group",
            field=models.CharField(blank=True, max_length=80, verbose_name="모둠"),
        ),
        migrations.AddField(
            model_name="survey",
            name="offices_answered",
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name="직위로 답한 사람"),
        ),
        migrations.AddField(
            model_name="survey",
            name="people_asked",
            field=models.PositiveIntegerField(
                default=0, editable=False, verbose_name="이름을 정해 여쭌 사람"
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
