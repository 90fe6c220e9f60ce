"""What people fill in to be known, and to be called by a name."""

import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district.dates import day
from district.models import Neighborhood, Person
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
