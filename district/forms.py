"""What people fill in to join, to be known, and to be called by a name."""

import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from district.dates import day
from district.models import Agreement, Consent, Neighborhood, Person
from district.models.people import Basis
from district.refusals import Refusal

OLDEST = 130


class NicknameField(forms.CharField):
    """별명. What neighbours will call a person; checked by the person's own rule."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("별명"))
        kwargs.setdefault("help_text", _("의견 옆에 보입니다. 비우시면 홍*동처럼 보입니다."))
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "nickname"}))
        super().__init__(required=False, max_length=20, **kwargs)

    def clean(self, value: Any) -> str:
        try:
            return Person.clean_nickname(super().clean(unicodedata.normalize("NFC", value or "")))
        except Refusal as refusal:
            raise ValidationError(str(refusal), code=refusal.code) from None


class SignupForm(forms.Form):
    """회원가입. Beside e-mail and password: a nickname and the consents in force."""

    nickname = NicknameField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.consents = {
            f"agree_{consent.kind}": consent
            for consent in Consent.objects.in_force_on(day(timezone.now())).order_by("-required", "kind")
        }
        for name, consent in self.consents.items():
            self.fields[name] = forms.BooleanField(label=_consent_label(consent), required=consent.required)

    def signup(self, request: HttpRequest, user: Person) -> None:
        """Write down the name and what was agreed to, beside the account allauth has just opened."""
        user.nickname = self.cleaned_data["nickname"]
        user.save(update_fields=["nickname"])
        at = timezone.now()
        Agreement.objects.bulk_create(
            Agreement(person=user, consent=consent, at=at)
            for name, consent in self.consents.items()
            if self.cleaned_data[name]
        )


class IdentityForm(forms.Form):
    """What the development provider asks instead of a telephone company."""

    name = forms.CharField(
        label=_("이름"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    birth = forms.DateField(
        label=_("생년월일"), widget=forms.DateInput(attrs={"type": "date", "autocomplete": "bday"})
    )
    neighborhood = forms.ModelChoiceField(
        Neighborhood.objects.all(),
        label=_("사시는 동"),
        required=False,
        empty_label=_("이 구에 살지 않습니다"),
    )
    tie = forms.ChoiceField(
        label=_("이 구에서 하시는 일"),
        required=False,
        choices=[("", _("없습니다")), (Basis.WORK, _("일합니다")), (Basis.STUDY, _("배웁니다"))],
    )

    def clean_name(self) -> str:
        name = unicodedata.normalize("NFC", self.cleaned_data["name"])
        if not all(letter.isalpha() or letter in " .'-" for letter in name):
            raise ValidationError(_("이름은 글자로 적어 주세요."))
        return name

    def clean_birth(self) -> date:
        birth: date = self.cleaned_data["birth"]
        today = day(timezone.now())
        if not today.year - OLDEST <= birth.year or birth > today:
            raise ValidationError(_("생년월일을 다시 살펴 주세요."))
        return birth

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        tie = told.get("tie") or Basis.IDENTITY
        return told | {"basis": Basis.RESIDENCE if told.get("neighborhood") else tie}


class NicknameForm(forms.Form):
    """Change what neighbours call a person."""

    nickname = NicknameField()


def _consent_label(consent: Consent) -> str:
    needed = _t("(필수)") if consent.required else _t("(선택)")
    if not consent.url:
        return f"{consent.title} {needed}"
    return format_html('<a href="{}" target="_blank">{}</a> {}', consent.url, consent.title, needed)
