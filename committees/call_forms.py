"""지원서와 답: what a resident fills in to ask for a seat, and a member to stay."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from committees.actions.applying import LONGEST_AFFILIATION, asks_gender
from committees.actions.calls import LONGEST_CAREER, MOST_WISHES
from committees.actions.choosing import parts_of
from committees.actions.sheets import checked_year
from committees.models import Body, Call, Gender
from committees.models.sheet import sheet_of
from district.intake import clean_name, clean_words
from district.models import Consent, Person
from district.refusals import Refusal
from letters.sealing import number_of

WISHES = [f"wish{rank}" for rank in range(1, MOST_WISHES + 1)]


class WishesForm(forms.Form):
    """희망 분과. Up to three, the dearest first; a body without parts asks nothing."""

    def __init__(self, call: Call, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.call, parts = call, parts_of(call)
        choices = [("", gettext("고르지 않음")), *((str(part.pk), part.called) for part in parts)]
        self.parts = {str(part.pk): part for part in parts}
        for rank, name in enumerate(WISHES if parts else (), start=1):
            label = gettext("희망 분과 %(rank)d지망 (선택)") % {"rank": rank}
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        named = [said.get(name) for name in WISHES if said.get(name)]
        if len(named) != len(set(named)):
            self.add_error(WISHES[-1], gettext("같은 분과를 두 번 고르셨습니다."))
        return said

    def wished(self) -> list[Body]:
        """The parts that were chosen."""
        return [self.parts[key] for name in WISHES if (key := self.cleaned_data.get(name))]


class ApplyForm(WishesForm):
    """지원서. Each field is weighed by the rule that the action keeps, so that its error stands beside it."""

    field_order = ["motive", "career", "affiliation", "gender", "birth_year", "phone", *WISHES, "consent"]

    def __init__(self, call: Call, person: Person | None, consent: Consent | None, *args: Any) -> None:
        super().__init__(call, *args)
        sheet = sheet_of(person) if person else None
        known = bool(sheet and sheet.gender)
        self.fields |= {
            "motive": forms.CharField(
                label=_("지원 동기"),
                help_text=_("이 기구에서 하고 싶은 일을 적어 주세요. 4,000자까지 쓸 수 있습니다."),
                widget=forms.Textarea(attrs={"rows": 7}),
                error_messages={"required": _("적어 주세요.")},
            ),
            "career": forms.CharField(
                label=_("경력과 활동 (선택)"),
                help_text=_("관련된 일이나 이웃과 함께한 활동을 적어 주세요."),
                widget=forms.Textarea(attrs={"rows": 5}),
                required=False,
            ),
            "affiliation": forms.CharField(
                label=_("소속 (선택)"),
                help_text=_("위촉되시면 이름 옆에 공개합니다."),
                widget=forms.TextInput(attrs={"autocomplete": "organization"}),
                required=False,
            ),
            "gender": forms.ChoiceField(
                label=_("성별"),
                help_text=_("한 성별이 지나치게 많지 않게 위촉하려고 여쭙니다. 공개하지 않습니다."),
                choices=Gender.choices,
                widget=forms.RadioSelect,
                required=not known,
                error_messages={"required": _("골라 주세요.")},
            ),
            "birth_year": forms.IntegerField(
                label=_("태어난 해 (선택)"),
                help_text=_("청년 위원의 수를 세는 데에만 씁니다. 예: 1990"),
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "bday-year"}),
            ),
            "phone": forms.CharField(
                label=_("휴대전화 (선택)"),
                help_text=_("급히 여쭐 일이 있을 때에만 씁니다. 예: 010-0000-0000"),
                required=False,
                widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
            ),
            "consent": forms.BooleanField(
                label=_("개인정보의 수집과 이용에 동의합니다"),
                help_text=_text_of(consent),
                error_messages={"required": _("동의하셔야 지원하실 수 있습니다.")},
            ),
        }
        if not asks_gender(call):
            del self.fields["gender"]
        if consent is not None:
            self.fields["consent"].widget.attrs["value"] = str(consent.pk)
        self.order_fields(self.field_order)

    def clean_motive(self) -> str:
        """As it will stand in the application."""
        return weighed(clean_words, self.cleaned_data["motive"], LONGEST_CAREER)

    def clean_career(self) -> str:
        """The same; it may be left out."""
        said = self.cleaned_data["career"]
        return weighed(clean_words, said, LONGEST_CAREER) if said.strip() else ""

    def clean_affiliation(self) -> str:
        """One line."""
        said = self.cleaned_data["affiliation"]
        return weighed(clean_name, said, LONGEST_AFFILIATION) if said.strip() else ""

    def clean_birth_year(self) -> int | None:
        """A year in which somebody who lives may have been born."""
        said: int | None = self.cleaned_data["birth_year"]
        return None if said is None else weighed(checked_year, said, timezone.now())

    def clean_phone(self) -> str:
        """A number that can be called."""
        said = self.cleaned_data["phone"]
        return weighed(number_of, said) if said.strip() else ""

    def said(self) -> dict[str, Any]:
        """What the action takes; the consent as it was ticked, for the words may have changed since."""
        names = ("motive", "career", "affiliation", "gender", "birth_year", "phone")
        told = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return told | {"wishes": self.wished(), "consent": self.data.get("consent", "")}


def _text_of(consent: Consent | None) -> Any:
    """The words to which one agrees, with the way to read them."""
    if consent is None or not consent.url:
        return ""
    named = '<a href="{}" target="_blank" rel="noopener">{}<span class="sr-only"> ({})</span></a>'
    return format_html(named, consent.url, consent.title, _("새 창"))


def weighed(rule: Any, *said: Any) -> Any:
    """What the rule makes of it; its refusal stands beside the field."""
    try:
        return rule(*said)
    except Refusal as refusal:
        raise ValidationError(str(refusal), code=refusal.code) from None
