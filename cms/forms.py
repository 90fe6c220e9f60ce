"""What people fill in to join this house, and to leave it."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms import actions
from district.calendar import day
from district.forms import NicknameField
from district.models import Consent, Person
from district.models.guardians import mark_of_child
from district.refusals import Refusal


class SignupForm(forms.Form):
    """회원가입. Beside e-mail and password: a nickname and the consents in force."""

    # What one agrees to comes last; allauth would put its passwords below it.
    field_order = ("email", "password1", "password2", "nickname")
    nickname = NicknameField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.consents = {
            f"agree_{consent.kind}": consent
            for consent in Consent.objects.in_force_on(day(timezone.now()))
            .for_everybody()
            .order_by("-required", "kind")
        }
        for name, consent in self.consents.items():
            self.fields[name] = forms.BooleanField(label=_consent_label(consent), required=consent.required)

    def signup(self, request: HttpRequest, user: Person) -> None:
        """Write down the name and what was agreed to, beside the account allauth has just opened."""
        agreed = [consent for name, consent in self.consents.items() if self.cleaned_data[name]]
        actions.join_house(user, nickname=self.cleaned_data["nickname"], consents=agreed, at=timezone.now())


class LeaveForm(forms.Form):
    """Asks twice, for this cannot be undone."""

    sure = forms.BooleanField(label=_("탈퇴하면 되돌릴 수 없다는 것을 알고 있습니다."))
    password = forms.CharField(
        label=_("비밀번호"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        if not person.has_usable_password():
            del self.fields["password"]

    def clean_password(self) -> str:
        """Only who knows the password may close the account."""
        password: str = self.cleaned_data["password"]
        if not self.person.check_password(password):
            raise forms.ValidationError(gettext("비밀번호가 맞지 않습니다."))
        return password


class GuardianForm(forms.Form):
    """보호자의 동의. For which child, and that the text was read; of the names only a fingerprint goes on."""

    child_name = forms.CharField(label=_("아동의 이름"), max_length=40)
    child_birth = forms.DateField(label=_("아동의 생년월일"), widget=forms.DateInput(attrs={"type": "date"}))
    guards = forms.BooleanField(label=_("저는 이 아동의 법정대리인입니다."))
    agrees = forms.BooleanField(label=_("동의문을 읽었고, 아동의 참여에 동의합니다."))

    def clean(self) -> dict[str, Any]:
        """The child as the provider will name it."""
        told = super().clean() or self.cleaned_data
        if "child_name" in told and "child_birth" in told:
            try:
                told["mark"] = mark_of_child(told["child_name"], told["child_birth"], timezone.now())
            except Refusal as refusal:
                self.add_error("child_birth", str(refusal))
        return told


def _consent_label(consent: Consent) -> str:
    needed = gettext("(필수)") if consent.required else gettext("(선택)")
    if not consent.url:
        return f"{consent.title} {needed}"
    return format_html('<a href="{}" target="_blank">{}</a> {}', consent.url, consent.title, needed)
