"""주민 제안을 안건으로: a proposal of residents comes before a body, in the words of whoever proposed it."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.models import AgendaPage
from committees.actions.notices import LONGEST_REASON
from committees.models import AgendaItem, Meeting
from committees.rights import introducible_by
from committees.views import agenda_verbs as verbs
from deliberation.models import Comment, Proposal
from district.dates import day, official_time
from district.intake import whole
from district.models import Person
from district.refusals import Refusal, not_found
from district.visitors import person_of, signed_in
from realtime.acts import ref_in

SHOWN = 20
HEARD = (AgendaItem.Kind.CONSIDER, AgendaItem.Kind.DECIDE, AgendaItem.Kind.ADVISE, AgendaItem.Kind.REPORT)


def published_by(person: Person) -> list[int]:
    """The meetings whose pages this person may publish."""
    pages = AgendaPage.objects.filter(meeting__state=Meeting.State.SCHEDULED)
    return [page.meeting_id for page in pages if page.permissions_for_user(person).can_publish()]


def meetings_for(person: Person, at: datetime) -> QuerySet[Meeting]:
    """Those still ahead onto whose agenda this person may put something, by office or as publisher."""
    mine = Q(pk__in=introducible_by(person, day(at)).values("pk")) | Q(pk__in=published_by(person))
    ahead = Meeting.objects.visible_to(person).filter(state=Meeting.State.SCHEDULED, source="")
    return ahead.filter(mine).order_by("starts_at", "pk")


def proposals() -> QuerySet[Proposal]:
    """Those that everybody may read, the newest first."""
    shown = Proposal.objects.visible_to(None).filter(state=Comment.State.STANDING, veiled_at=None)
    return shown.order_by("-published_at", "-pk")


class MeetingChoice(forms.ModelChoiceField):
    """A meeting by its name and its hour: two bodies may each hold a second one."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title} · {official_time(obj.starts_at)}"


class ItemForm(forms.Form):
    """Before whom it comes, as what, and why now."""

    meeting = MeetingChoice(Meeting.objects.none(), label=gettext_lazy("회의"), empty_label=None)
    kind = forms.ChoiceField(label=gettext_lazy("갈래"), choices=[(kind.value, kind.label) for kind in HEARD])
    reason = forms.CharField(
        label=gettext_lazy("올리는 까닭"),
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("의사일정을 이미 알렸으므로, 위원과 소식 받는 사람에게 그대로 전합니다."),
    )

    def __init__(self, *args: Any, meetings: QuerySet[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings  # type: ignore[attr-defined]


class Introduce(WagtailAdminTemplateMixin, TemplateView):
    """Which proposal, before which meeting."""

    page_title: Any = gettext_lazy("주민 제안을 안건으로")
    header_icon = "plus"
    template_name = "cms/desks/introduce.html"
    refused: Refusal | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.meetings = meetings_for(signed_in(request), timezone.now())
        if not self.meetings.exists():
            raise not_found()
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def form(self) -> ItemForm:
        """As it was sent, else empty."""
        sent = self.request.POST if self.request.method == "POST" else None
        return ItemForm(sent, meetings=self.meetings)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"newest": proposals()[:SHOWN], "proposal": self.chosen(), "refused": self.refused}
        return super().get_context_data(**kwargs) | {"form": self.form(), **told, **kwargs}

    def chosen(self) -> Proposal | None:
        """The one in the address."""
        asked = self.request.GET.get("proposal")
        if not asked:
            return None
        found = proposals().filter(pk=whole(asked)).first()
        if found is None:
            raise not_found()
        return found

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Put it on the agenda; the members hear of it with the reason."""
        proposal, form = self.chosen(), self.form()
        if proposal is None:
            raise not_found()
        if not form.is_valid():
            return self.again(form, 422)
        meeting, said = form.cleaned_data["meeting"], words_of(proposal)
        said |= {name: form.cleaned_data[name] for name in ("kind", "reason")}
        publishes = meeting.pk in published_by(signed_in(request))
        try:
            verbs.introduce(request, ref_in(request), meeting, said, publishes=publishes)
        except Refusal as refusal:
            self.refused = refusal
            return self.again(form, refusal.status)
        messages.success(request, _("%(meeting)s의 안건으로 올렸습니다.") % {"meeting": meeting.title})
        return redirect("desk-introduce")

    def again(self, form: ItemForm, status: int) -> HttpResponse:
        """The page once more, with what has to be mended."""
        answer: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=status)
        return answer


def words_of(proposal: Proposal) -> dict[str, Any]:
    """The proposal's own words, and where they come from."""
    return {
        "title": proposal.title,
        "text": proposal.body,
        "source_label": _("주민 제안 %(n)d번") % {"n": proposal.pk},
        "source_url": proposal.get_absolute_url(),
    }


class IntroduceMenuItem(MenuItem):
    """Shown to those for whom the page opens."""

    def __init__(self) -> None:
        address = reverse_lazy("desk-introduce")
        super().__init__(
            gettext_lazy("주민 제안을 안건으로"), address, name="introduce", icon_name="plus", order=356
        )

    def is_shown(self, request: HttpRequest) -> bool:
        person = person_of(request)
        return person is not None and meetings_for(person, timezone.now()).exists()
