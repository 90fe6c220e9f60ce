"""The moderators' desk: the queue, one case with all that was done, and the lists that wait for somebody."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet

from deliberation import cases
from deliberation.models import (
    Appeal,
    Blanking,
    Block,
    Comment,
    Docket,
    HouseRule,
    Measure,
    Watchword,
)
from deliberation.models.about import Target, noun_of
from deliberation.models.moderation import check_may_look_on, may_look_on, may_moderate
from deliberation.models.sanctions import LONGEST_BLOCK
from deliberation.speakers import target_at
from deliberation.views import deeds
from deliberation.views.moderation import identity_row, narrowed
from district.dates import day
from district.intake import whole
from district.refusals import Refusal, not_found
from district.visitors import person_of, signed_in
from papers.models import Attachment
from realtime.acts import ref_in

SHOWN = 50
BLOCK_DAYS = (7, 30, 90, LONGEST_BLOCK.days - 1)
DONE = {
    "claim": _("맡았습니다."),
    "release": _("내려놓았습니다."),
    "keep": _("그대로 두기로 했습니다."),
    "hide": _("글을 가렸습니다."),
    "restore": _("글을 되돌렸습니다."),
    "ask_blanking": _("다른 담당의 확인을 기다립니다. 그동안 글은 가려 둡니다."),
    "confirm_blanking": _("내용을 지웠습니다."),
    "drop_blanking": _("지우지 않기로 했습니다."),
    "decide_appeal": _("이의를 결정했습니다. 쓴 분에게 알렸습니다."),
    "take_measure": _("임시로 가렸습니다. 두 분에게 알렸습니다."),
    "decide_measure": _("임시조치를 마쳤습니다. 두 분에게 알렸습니다."),
}
TABS = {
    "queue": _("신고"),
    "appeals": _("이의 신청"),
    "measures": _("임시조치"),
    "blankings": _("지우기 확인"),
    "blocks": _("참여 제한"),
    "decided": _("결정한 것"),
}


class DeskPage(WagtailAdminTemplateMixin, TemplateView):
    """For those who keep order, and for the auditor, who presses nothing."""

    header_icon = "warning"
    page_title = _("글 운영")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, at = signed_in(self.request), timezone.now()
        check_may_look_on(person, at)
        told = {"may_moderate": may_moderate(person, at), "me": person, "at": at}
        return super().get_context_data(**kwargs) | told


class Queue(DeskPage):
    """What waits, the most urgent first."""

    template_name = "deliberation/desk/queue.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        at, person = context["at"], context["me"]
        tab = self.request.GET.get("tab", "queue")
        tab = tab if tab in TABS else "queue"
        # PostgreSQL has no place for the letter NUL, not even to look for it.
        given = self.request.GET.get
        asked = {name: given(name, "").replace("\0", "") for name in ("rule", "mine", "unclaimed")}
        rows = narrowed(Docket.objects.waiting(), person, asked) if tab == "queue" else LISTS[tab](at)
        counts = {name: waiting().count() for name, waiting in WAITING.items()}
        return context | {
            "tab": tab,
            "tabs": [(name, label, counts.get(name)) for name, label in TABS.items()],
            "rows": [self.told(row, at) for row in rows[:SHOWN]],
            "asked": asked,
            "grounds": HouseRule.objects.for_hiding(at),
            "reportable": HouseRule.objects.for_reports(at),
        }

    @staticmethod
    def told(row: Any, at: datetime) -> Any:
        """A line with whose words it is about, and who has it in hand."""
        if not isinstance(row, Block):
            row.noun, row.words_now = noun_of(row.target), cases.words_row(row.target)
            row.case = case_url(row.target)
        if isinstance(row, Docket):
            row.holder = row.held_by(at)  # type: ignore[attr-defined]
        return row

    def post(self, request: HttpRequest) -> HttpResponse:
        """The same decision for all that are ticked."""
        check_may_look_on(signed_in(request), timezone.now())
        nouns = ("comment", "proposal")
        ticked = [(noun, whole(each)) for noun in nouns for each in request.POST.getlist(f"{noun}s")][:SHOWN]
        ground = request.POST.get("ground", "")
        ref = ref_in(request)
        try:
            told = deeds.decide_many(request, ref, ticked, "hidden" if ground else "kept", ground)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(request.get_full_path())
        refused = [row for row in told if row["code"]]
        messages.success(request, _("%(n)d건을 결정했습니다.") % {"n": len(told) - len(refused)})
        if refused:
            numbers = ", ".join(f"{row['comment'] or row['proposal']} ({row['code']})" for row in refused)
            messages.error(request, _("결정하지 못한 글: %(numbers)s") % {"numbers": numbers})
        return redirect(request.get_full_path())


WAITING: dict[str, Callable[[], Any]] = {
    "queue": Docket.objects.waiting,
    "appeals": lambda: Appeal.objects.filter(decided_at=None),
    "measures": lambda: Measure.objects.filter(decided_at=None),
    "blankings": lambda: Blanking.objects.filter(confirmed_at=None, dropped_at=None),
}
BESIDE = ("comment__author", "comment__thread__question", "comment__thread__session", "proposal__author")
LISTS: dict[str, Callable[[datetime], Any]] = {
    "appeals": lambda at: Appeal.objects.select_related(*BESIDE).order_by("-decided_at", "id"),
    "measures": lambda at: Measure.objects.select_related(*BESIDE).order_by("-decided_at", "id"),
    "blankings": lambda at: Blanking.objects.select_related(*BESIDE, "rule", "asked_by").order_by(
        "-confirmed_at", "-id"
    ),
    "blocks": lambda at: Block.objects.select_related("person", "rule"),
    "decided": lambda at: Docket.objects.exclude(decision="").with_words().order_by("-decided_at"),
}


def case_url(target: Target) -> str:
    """Where the desk shows one case."""
    return reverse(f"desk-moderation-{noun_of(target)}", args=[target.pk])


class Case(DeskPage):
    """One comment's or proposal's words, what was said against them, was done, and may be done now."""

    template_name = "deliberation/desk/case.html"
    noun = "comment"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        trail = [
            {"url": reverse("desk-moderation"), "label": self.page_title},
            {"url": "", "label": _("제안") if self.noun == "proposal" else _("댓글")},
        ]
        return [*self.breadcrumbs_items, *trail]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        at = context["at"]
        target = target_at(self.noun, kwargs["pk"], context["me"])
        docket = target.dockets.filter(decided_at=None).with_holder().first()
        return context | {
            "target": target,
            "noun": self.noun,
            "row": cases.words_row(target),
            "papers": Attachment.objects.of(target),
            "office": getattr(target, "office_label", ""),
            "reports": target.reports.select_related("rule"),
            "docket": docket,
            "holder": docket.held_by(at) if docket else None,
            "appeal": target.appeals.filter(decided_at=None).first(),
            "appeals": target.appeals.exclude(decided_at=None),
            "measure": target.measures.filter(decided_at=None).first(),
            "measures": target.measures.exclude(decided_at=None),
            "blanking": target.blankings.filter(confirmed_at=None, dropped_at=None).first(),
            "versions": target.versions.all() if isinstance(target, Comment) else [],
            "blocks": target.author.blocks.select_related("rule"),
            "trail": [(event, cases.DEEDS[event.name]) for event in cases.trail_of(target)],
            "grounds": HouseRule.objects.for_hiding(at),
            "blankable": HouseRule.objects.for_blanking(at),
            "block_days": BLOCK_DAYS,
        }

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One press, one verb."""
        person, at = signed_in(request), timezone.now()
        check_may_look_on(person, at)
        target, verb = target_at(self.noun, pk, person), request.POST.get("verb", "")
        try:
            if verb == "reveal":
                target, _seq = deeds.do(request, ref_in(request), verb, target, request.POST)
                return self.render_to_response(
                    self.get_context_data(pk=pk) | {"identity": identity_row(target)}
                )
            done = self.pressed(request, target, verb)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(case_url(target))
        messages.success(request, done)
        return redirect("desk-moderation" if request.POST.get("back") == "queue" else case_url(target))

    def pressed(self, request: HttpRequest, target: Target, verb: str) -> Any:
        """Do it, and say what was done."""
        if verb == "block":
            deeds.block(request, ref_in(request), target, request.POST.dict() | {"until": until_in(request)})
            return _("참여를 제한했습니다. 본인에게 알렸습니다.")
        if verb == "unblock":
            blocked = Block.objects.filter(
                pk=whole(request.POST.get("block")), person=target.author_id
            ).first()
            if blocked is None:
                raise not_found()
            deeds.lift(request, ref_in(request), blocked)
            return _("참여 제한을 풀었습니다.")
        if verb not in DONE:
            raise not_found()
        deeds.do(request, ref_in(request), verb, target, request.POST)
        return DONE[verb]


def until_in(request: HttpRequest) -> datetime:
    """The end of a day so many days from now: the same, however often the form is sent today."""
    asked = request.POST.get("days", "")
    if asked not in {str(days) for days in BLOCK_DAYS}:
        raise Refusal("bad_block_end", _("끝나는 때는 지금보다 뒤, 1년 안으로 골라 주세요."), status=422)
    end = day(timezone.now()) + timedelta(days=int(asked))
    return datetime.combine(end, time(23, 59, 59), tzinfo=timezone.get_default_timezone())


class RuleRows(ModelViewSet):
    """운영 원칙. A rule is retired and not deleted: what was hidden on it stays hidden on it."""

    model, icon = HouseRule, "list-ul"
    menu_label = _("운영 원칙")
    add_to_admin_menu = False
    copy_view_enabled = False
    search_backend_name = None
    form_fields = (
        "code", "label", "explanation", "may_be_reported", "may_be_blanked",
        "valid_from", "retired_on", "ordinal", "source",
    )  # fmt: skip
    list_display = ("label", "may_be_reported", "may_be_blanked", "valid_from", "retired_on", "source")


class WatchwordRows(ModelViewSet):
    """살필 낱말. What moves a reported comment up in the queue."""

    model, icon = Watchword, "view"
    menu_label = _("살필 낱말")
    add_to_admin_menu = False
    copy_view_enabled = False
    search_backend_name = None
    search_fields = ("word",)
    form_fields = ("word", "weight", "retired_on", "source")
    list_display = ("word", "weight", "retired_on", "source")


class ModerationMenuItem(MenuItem):
    """Shown to those for whom the page opens."""

    def __init__(self) -> None:
        address = reverse_lazy("desk-moderation")
        super().__init__(_("글 운영"), address, name="moderation", icon_name="warning", order=290)

    def is_shown(self, request: HttpRequest) -> bool:
        return may_look_on(person_of(request), timezone.now())
