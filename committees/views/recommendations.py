"""정책제안 for people: the list, one of them with its course and its answer, and a member's own form."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from committees.actions.recommending import LONGEST_RECOMMENDATION
from committees.course import course
from committees.models import AgendaItem, Body, Recommendation
from committees.rights import check_sits
from committees.speakers import body_at
from committees.views import recommendations_verbs as verbs
from committees.views.site import sign_in
from committees.work_rows import file_of
from district.dates import day
from district.paging import page_of
from district.refusals import Refusal
from district.visitors import kept_from_others, person_of
from realtime.acts import ref_in
from referrals.rows import papers_of, planned_on

NEWEST_ITEMS = 50
FIELDS = {"empty_words": "text", "too_long": "text", "item_elsewhere": "item"}


@require_safe
def recommendations(request: HttpRequest) -> HttpResponse:
    """정책제안 64건: all of them, of one body, in one state, of one year."""
    every = Recommendation.objects.visible_to(None)
    groups = [_bodies(request, every), _states(request), _years(request, every)]
    rows = _narrowed(every, request)
    page = page_of(rows, request.GET)
    return render(request, "committees/recommend/list.html", {
        "recommendations": page.rows,
        "total": rows.count(),
        "filters": groups,
        "next_url": page.next and _with(request, cursor=page.next),
        "previous_url": page.previous and _with(request, cursor=page.previous),
    })  # fmt: skip


def _narrowed(rows: QuerySet[Recommendation], request: HttpRequest) -> QuerySet[Recommendation]:
    """Those that were asked for; what cannot be meant asks for nothing."""
    asked = {name: request.GET.get(name, "") for name in ("body", "state", "year")}
    if asked["state"] in Recommendation.State.values:
        rows = rows.in_state(asked["state"])  # type: ignore[attr-defined]
    numbers = {name: asked[name] for name in ("body", "year") if _is_number(asked[name])}
    return rows.filter(**numbers)


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) < 10


def _bodies(request: HttpRequest, rows: QuerySet[Recommendation]) -> dict[str, Any]:
    bodies = Body.objects.filter(pk__in=rows.order_by().values("body"))
    return _group(request, "body", _("기구"), [(str(each.pk), each.called) for each in bodies])


def _states(request: HttpRequest) -> dict[str, Any]:
    shown = [each for each in Recommendation.State if each != Recommendation.State.WITHDRAWN]
    return _group(request, "state", _("처리"), [(each.value, str(each.label)) for each in shown])


def _years(request: HttpRequest, rows: QuerySet[Recommendation]) -> dict[str, Any]:
    years = rows.order_by("-year").values_list("year", flat=True).distinct()
    return _group(request, "year", _("해"), [(str(year), str(year)) for year in years])


def _group(request: HttpRequest, name: str, label: str, choices: list[tuple[str, str]]) -> dict[str, Any]:
    """One row of pills: all, and each choice; which is chosen stands in the address."""
    chosen = request.GET.get(name, "")
    known = {value for value, _label in choices}
    options = [
        {"label": told, "url": _with(request, **{name: value}), "active": value == chosen}
        for value, told in choices
    ]
    every = {"label": _("모두"), "url": _with(request, **{name: ""}), "active": chosen not in known}
    return {"name": name, "label": label, "options": [every, *options]}


def _with(request: HttpRequest, **changed: str) -> str:
    kept = {name: request.GET[name] for name in ("body", "state", "year") if request.GET.get(name)}
    return "?" + urlencode({name: value for name, value in (kept | changed).items() if value})


@require_safe
def recommendation(request: HttpRequest, pk: int) -> HttpResponse:
    """What a member asked, who has it, and what was answered."""
    return on_recommendation(request, pk)


def on_recommendation(request: HttpRequest, pk: int, refusal: Refusal | None = None) -> HttpResponse:
    """The page, also with the reason why something was not done."""
    person, at = person_of(request), timezone.now()
    asked = verbs.recommendation_at(pk, person)
    referral = file_of(asked)
    reply = referral.reply if referral else None
    mine = person is not None and asked.author_id == person.pk
    context = {
        "record": asked,
        "body": asked.body,
        "item": asked.item,
        "stations": course(asked, referral, at),
        "referral": referral,
        "reply": reply,
        "papers": papers_of([reply]).get(str(reply.pk), []) if reply else [],
        "planned_on": planned_on(referral) if referral else None,
        "just_made": mine and "made" in request.GET,
        "may_withdraw": mine and asked.state == Recommendation.State.PROPOSED,
        "error": refusal,
    }
    response = render(
        request, "committees/recommend/page.html", context, status=refusal.status if refusal else 200
    )
    return kept_from_others(response)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Its author takes it back."""
    asked = verbs.recommendation_at(pk, person_of(request))
    try:
        verbs.withdraw(request, ref_in(request), asked)
    except Refusal as refusal:
        if refusal.code == "sign_in_needed":
            return sign_in(asked.get_absolute_url())
        return on_recommendation(request, pk, refusal)
    messages.success(request, _("정책제안을 취하했습니다."))
    return redirect(asked)


class RecommendForm(forms.Form):
    """정책제안. What a member asks of the district."""

    title = forms.CharField(
        label=gettext_lazy("제목"),
        strip=False,
        help_text=gettext_lazy("무엇을 하자는 제안인지 200자 안에 적어 주세요."),
    )
    text = forms.CharField(
        label=gettext_lazy("내용"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy(
            "지금은 어떤지, 어떻게 바꾸면 좋은지 적어 주세요. 10,000자까지 쓸 수 있습니다."
        ),
    )
    item = forms.ModelChoiceField(
        AgendaItem.objects.none(),
        label=gettext_lazy("다룬 안건"),
        required=False,
        empty_label=gettext_lazy("고르지 않음"),
        help_text=gettext_lazy("회의 안건에서 나온 제안이면 골라 주세요. 고르지 않아도 됩니다."),
    )

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        field: Any = self.fields["item"]
        field.queryset = items_of(body)
        field.label_from_instance = lambda item: f"{item.meeting.title} {item.label} {item.title}"


def items_of(body: Body) -> QuerySet[AgendaItem]:
    """The open items of its last meetings."""
    asked = AgendaItem.objects.filter(
        meeting__round__convener=body.convener, disclosure=AgendaItem.Disclosure.OPEN, withdrawn_at=None
    )
    newest = asked.order_by("-meeting__starts_at").values_list("pk", flat=True)[:NEWEST_ITEMS]
    found = AgendaItem.objects.filter(pk__in=list(newest)).select_related("meeting__round__convener")
    return found.order_by("-meeting__starts_at", "number")


@require_http_methods(["GET", "HEAD", "POST"])
def recommend(request: HttpRequest, pk: int) -> HttpResponse:
    """A member's form; who does not sit here is told so before anything is written."""
    person = person_of(request)
    body = body_at(pk, person)
    if request.method != "POST":
        if person is None:
            return sign_in(request.get_full_path())
        check_sits(body, person, day(timezone.now()))
        return _form(request, body, RecommendForm(body=body))
    form = RecommendForm(request.POST, body=body)
    if not form.is_valid():
        return _form(request, body, form, 422)
    said = form.cleaned_data
    try:
        made, _seq = verbs.recommend(request, ref_in(request), body, **said)
    except Refusal as refusal:
        form.add_error(_field_of(refusal, said), str(refusal))
        return _form(request, body, form, refusal.status)
    messages.success(request, _("%(label)s로 접수했습니다.") % {"label": made.label})
    return redirect(f"{made.get_absolute_url()}?made")


def _field_of(refusal: Refusal, said: dict[str, Any]) -> str | None:
    """Where the form says it: a title that is too long, or words that are."""
    field = FIELDS.get(refusal.code)
    long_words = len(said["text"]) > LONGEST_RECOMMENDATION or not said["text"].strip()
    return "title" if field == "text" and not long_words else field


def _form(request: HttpRequest, body: Body, form: RecommendForm, status: int = 200) -> HttpResponse:
    context = {"body": body, "form": form}
    return kept_from_others(render(request, "committees/recommend/write.html", context, status=status))
