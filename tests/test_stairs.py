"""The stairs of the house: an upper step knows the lower ones, never the other way round."""

import tomllib

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey

from tests.source import APPS, ROOT

STAIRS = [
    step.replace(" ", "").split("|")
    for step in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ][0]["layers"]
]
HEIGHT = {app: len(STAIRS) - number for number, step in enumerate(STAIRS) for app in step}
GENERIC = {"Event", "Attachment", "Entry", "AccessRecord", "Tagging"}


def keys():
    """Every key one of our records holds to another."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields(include_hidden=True):
            ours = model._meta.app_label in HEIGHT and getattr(field, "model", None) is model
            if ours and field.is_relation and not field.auto_created and field.related_model:
                yield model, field, field.related_model


def test_every_app_of_ours_has_its_step():
    ours = {config.name for config in apps.get_app_configs() if (ROOT / config.name / "apps.py").exists()}
    assert ours == set(HEIGHT) == set(APPS)


def test_no_key_points_upwards_or_to_a_stranger():
    wrong = [
        f"{model._meta.label}.{field.name} -> {other._meta.label}"
        for model, field, other in keys()
        if other._meta.app_label in HEIGHT
        and other._meta.app_label != model._meta.app_label
        and HEIGHT[other._meta.app_label] >= HEIGHT[model._meta.app_label]
    ]
    assert wrong == []


def test_the_test_of_keys_sees_keys():
    assert "deliberation.Comment.author" in {
        f"{model._meta.label}.{field.name}" for model, field, _ in keys()
    }


def test_a_key_to_anything_stands_only_where_the_house_allows_it():
    holders = {
        model.__name__
        for model in apps.get_models()
        if model._meta.app_label in HEIGHT
        and any(isinstance(field, GenericForeignKey) for field in model._meta.private_fields)
    }
    assert holders <= GENERIC


def test_no_key_to_a_person_lets_the_person_be_deleted():
    from django.db.models import PROTECT

    loose = [
        f"{model._meta.label}.{field.name}"
        for model, field, other in keys()
        if other._meta.label == "district.Person"
        and not field.many_to_many
        and not model._meta.auto_created
        and getattr(field.remote_field, "on_delete", PROTECT) is not PROTECT
    ]
    assert loose == []


@pytest.mark.parametrize("app", APPS)
def test_every_later_migration_says_what_it_is_for(app):
    assert [path.name for path in (ROOT / app / "migrations").glob("0*_auto_*.py")] == []
