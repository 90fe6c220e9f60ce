"""Whatever talk it is, a word may stand above it: what was pinned in sessions moves to their threads."""

from django.db import migrations


def move_pins(apps, schema_editor):
    Session, Thread = apps.get_model("deliberation", "Session"), apps.get_model("deliberation", "Thread")
    pinned = Session.objects.filter(pinned__isnull=False, thread__isnull=False)
    for thread, comment in pinned.values_list("thread", "pinned"):
        Thread.objects.filter(pk=thread).update(pinned=comment)


def move_back(apps, schema_editor):
    Session, Thread = apps.get_model("deliberation", "Session"), apps.get_model("deliberation", "Thread")
    pinned = Thread.objects.filter(pinned__isnull=False, session__isnull=False)
    for thread, comment in pinned.values_list("pk", "pinned"):
        Session.objects.filter(thread=thread).update(pinned=comment)


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0003_ask_propose_argue")]

    operations = [
        migrations.RunPython(move_pins, move_back),
        migrations.RemoveConstraint(model_name="session", name="session_pinned_after_opening"),
        migrations.RemoveField(model_name="session", name="pinned"),
    ]
