"""allauth, as this district runs it."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from district.models import District, Person
from district.visitors import address_of


class AccountAdapter(DefaultAccountAdapter):
    """One address is one account, and letters are signed by the district."""

    def clean_email(self, email: str) -> str:
        return Person.objects.normalize_email(email)

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def format_email_subject(self, subject: str) -> str:
        return f"[{District.current().site_name}] {subject}"
