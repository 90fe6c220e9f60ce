"""The form behind every page of the house at the desk."""

from django.utils.functional import cached_property
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks.base import BlockField


class CivicForm(WagtailAdminPageForm):
    """Tells an edit from a look: a reviewer who changed nothing passes the words of the editor."""

    @cached_property
    def changed_data(self) -> list[str]:
        """The fields that say something else than before."""
        return [name for name in super().changed_data if not self.says_the_same(name)]

    def says_the_same(self, name: str) -> bool:
        """A browser sends an empty day as a text and an hour without its zone; they say what they said."""
        field = self.fields.get(name)
        if not isinstance(field, BlockField) or name not in getattr(self, "cleaned_data", {}):
            return False
        before, now = self.get_initial_for_field(field, name), self.cleaned_data[name]
        return bool(field.block.get_prep_value(before) == field.block.get_prep_value(now))
