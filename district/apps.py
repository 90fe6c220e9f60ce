"""district."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class DistrictConfig(AppConfig):
    name = "district"
    verbose_name = _("구")


class DeskPeopleConfig(WagtailUsersAppConfig):
    """Wagtail's accounts, with our own screen: a Person has neither a username nor two names."""

    user_viewset = "district.desk.PersonViewSet"

    def ready(self) -> None:
        super().ready()
        from wagtail.permissions import register_permission_policy

        from district.desk import PersonPolicy
        from district.models import Person

        register_permission_policy(Person, PersonPolicy(Person))
