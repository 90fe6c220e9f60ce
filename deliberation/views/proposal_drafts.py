"""Writing a proposal: what, with whom, and the last look; plain forms, complete without JavaScript."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deliberation.drafts import drop_words, keep_words, kept_words
from deliberation.models import Category, ParticipationPolicy, Proposal
from deliberation.models.consenting import consent_on
from deliberation.models.proposal import LONGEST_PROPOSAL, LONGEST_TITLE
from deliberation.speakers import draft_at
from deliberation.standing import alike
from deliberation.views.proposing import press
from deliberation.views.site import on_the_way, sign_in
from district.calendar import day
from district.models import Consent, Neighborhood
from district.refusals import Refusal
from district.visitors import person_of
from papers.actions import looked_into
from papers.models import Attachment
from realtime.acts import ref_in

NEW = "/proposals/new/"
FIELDS = ("title", "body", "category", "dong", "place", "tags")
BEFORE_ANY_TIME = datetime(1970, 1, 1, tzinfo=UTC)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """An empty sheet; the first words make it a draft."""
    if request.method != "POST":
        return sheet(request, None, kept_words(request) or {"title": request.GET.get("title", "")})
    words = words_in(request)
    if request.POST.get("do") == "find" and person_of(request) is None:
        return sheet(request, None, words)
    try:
        draft, _seq = press(request, ref_in(request), "proposal.begin", None, **parsed(words))
    except Refusal as refusal:
        keep_words(request, words)
        return on_the_way(refusal, NEW) or sheet(request, None, words, refusal)
    drop_words(request)
    return went_on(request, draft)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, key: UUID) -> HttpResponse:
    """The first step: what is proposed. Saving from a tab of yesterday is refused, and loses nothing."""
    if person_of(request) is None:
        return sign_in(request.path)
    draft = draft_at(key, person_of(request))
    if draft.published_at:
        return redirect(draft.get_absolute_url())
    if request.method != "POST":
        return sheet(request, draft, words_of(draft))
    words = words_in(request)
    try:
        saved_at = moment_in(request.POST.get("saved_at", ""))
        press(request, ref_in(request), "proposal.save", draft, saved_at=saved_at, **parsed(words))
    except Refusal as refusal:
        # With the newer draft's time: pressed again, it is done knowingly.
        draft.refresh_from_db()
        return on_the_way(refusal, request.path) or sheet(request, draft, words, refusal)
    return went_on(request, draft)


def went_on(request: HttpRequest, draft: Proposal) -> HttpResponse:
    """Papers last, for they may be refused; then to where the button leads."""
    try:
        _papers(request, draft)
    except Refusal as refusal:
        draft.refresh_from_db()
        return sheet(request, draft, words_of(draft), refusal, field="papers")
    address = f"/proposals/drafts/{draft.key}/"
    if request.POST.get("do") == "next":
        return redirect(f"{address}people/")
    if request.POST.get("do") == "find":
        return redirect(f"{address}?do=find")
    messages.success(request, _("저장했습니다."))
    return redirect(address)


def _papers(request: HttpRequest, draft: Proposal) -> None:
    """What was brought, and what was taken away again."""
    for upload in request.FILES.getlist("papers"):
        paper = looked_into(upload)  # type: ignore[arg-type]
        press(request, _own_ref(request, upload.name or ""), "paper.attach", draft, paper=paper)
    if dropped := request.POST.get("drop_paper"):
        press(request, uuid4(), "paper.discard", draft, key=_uuid(dropped))


def _own_ref(request: HttpRequest, name: str) -> UUID:
    """Of each paper its own number, and the same one when the form is sent twice."""
    sent = _uuid(request.POST.get("ref", ""))
    return uuid5(sent, name) if sent else uuid4()


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def words_in(request: HttpRequest) -> dict[str, str]:
    """The fields as they were sent."""
    return {name: request.POST.get(name, "") for name in FIELDS}


def words_of(draft: Proposal) -> dict[str, str]:
    """The fields as they were saved."""
    return {
        "title": draft.title,
        "body": draft.body,
        "category": draft.category.code if draft.category else "",
        "dong": str(draft.neighborhood_id or ""),
        "place": draft.place,
        "tags": ", ".join(sorted(tag.name for tag in draft.tags.all())),
    }


def parsed(words: dict[str, str]) -> dict[str, Any]:
    """As the action takes them."""
    dong = words["dong"]
    tags = [tag.strip() for tag in words["tags"].replace("#", ",").split(",")]
    return {
        **{name: words[name] for name in ("title", "body", "category", "place")},
        "neighborhood": int(dong[:9]) if dong.isascii() and dong.isdecimal() else None,
        "tags": [tag for tag in tags if tag],
    }


def moment_in(text: str) -> datetime | None:
    """When this tab last heard of the draft; what cannot be read is older than anything."""
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return BEFORE_ANY_TIME
    return at if at.tzinfo else BEFORE_ANY_TIME


def sheet(
    request: HttpRequest,
    draft: Proposal | None,
    words: dict[str, str],
    refusal: Refusal | None = None,
    field: str = "",
) -> HttpResponse:
    """The form of the first step with these words in it."""
    person = person_of(request)
    at = timezone.now()
    same = alike(words.get("title", ""), words.get("body", ""), person, at, besides=draft)
    context = {
        "draft": draft,
        "words": words,
        "step": 1,
        "categories": Category.objects.in_use(day(at)),
        "dongs": Neighborhood.objects.all(),
        "papers": Attachment.objects.of(draft) if draft else [],
        "similar": same,
        "asked": request.POST.get("do", request.GET.get("do")) == "find",
        "limits": {"title": LONGEST_TITLE, "body": LONGEST_PROPOSAL},
        "policy": ParticipationPolicy.objects.filter(valid_from__lte=day(at)).first(),
        "unverified": person is not None and not person.is_verified,
        "error": str(refusal) if refusal else "",
        "error_field": field or (field_of(refusal) if refusal else ""),
        "stale": refusal is not None and refusal.code == "draft_changed",
        "newer": words_of(draft) if draft and refusal and refusal.code == "draft_changed" else None,
    }
    return render(
        request, "deliberation/proposal_write.html", context, status=refusal.status if refusal else 200
    )


def field_of(refusal: Refusal) -> str:
    """The field that has to be mended, where the refusal names one."""
    errors = refusal.facts.get("errors") or [{}]
    name = str(errors[0].get("field", ""))
    return "dong" if name == "neighborhood" else name


@never_cache
@require_safe
def look_again(request: HttpRequest, key: UUID) -> HttpResponse:
    """The last step: the proposal as neighbours will see it, the text to agree to, and the press."""
    if person_of(request) is None:
        return sign_in(request.path)
    return last_look(request, draft_at(key, person_of(request)))


def last_look(request: HttpRequest, draft: Proposal, refusal: Refusal | None = None) -> HttpResponse:
    """What is shown before it is published, and what stands in the way."""
    person, at = person_of(request), timezone.now()
    if draft.published_at:
        return redirect(draft.get_absolute_url())
    shares = list(draft.shares.standing().select_related("person"))  # type: ignore[arg-type,attr-defined]
    context = {
        "draft": draft,
        "step": 3,
        "consent": consent_today(at),
        "missing": missing_in(draft),
        "shares": shares,
        "own_percent": 100 - sum(share.percent for share in shares),
        "waiting": [share for share in shares if share.person_id is None],
        "papers": Attachment.objects.of(draft),
        "similar": alike(draft.title, draft.body, person, at, besides=draft),
        "unverified": person is not None and not person.is_verified,
        "is_author": person is not None and draft.author_id == person.pk,
        "error": str(refusal) if refusal else "",
    }
    return render(
        request, "deliberation/proposal_publish.html", context, status=refusal.status if refusal else 200
    )


def consent_today(at: datetime) -> Consent | None:
    """The text in force; none where the district has not written one yet."""
    try:
        return consent_on(day(at))
    except Refusal:
        return None


def missing_in(draft: Proposal) -> list[tuple[str, str]]:
    """Which fields are still empty, and what they are called."""
    needed: list[tuple[str, str, Any]] = [
        ("title", _("제목"), draft.title),
        ("body", _("제안 내용"), draft.body),
        ("category", _("분야"), draft.category),
    ]
    return [(name, label) for name, label, value in needed if not value]


@require_POST
def publish(request: HttpRequest, key: UUID) -> HttpResponse:
    """Put it before the neighbours."""
    draft = draft_at(key, person_of(request))
    sent = request.POST.get("consent", "")
    consent = int(sent[:18]) if sent.isascii() and sent.isdecimal() else None
    try:
        done, _seq = press(request, ref_in(request), "proposal.publish", draft, consent=consent)
    except Refusal as refusal:
        draft.refresh_from_db()
        elsewhere = on_the_way(refusal, f"/proposals/drafts/{draft.key}/publish/")
        return elsewhere or last_look(request, draft, refusal)
    messages.success(request, _("제안을 게시했습니다. 공감이 모이면 부서가 검토합니다."))
    return redirect(done.get_absolute_url())


@require_POST
def discard(request: HttpRequest, key: UUID) -> HttpResponse:
    """Throw the draft away."""
    draft = draft_at(key, person_of(request))
    try:
        press(request, ref_in(request), "proposal.discard", draft)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return on_the_way(refusal, request.path) or redirect("/proposals/mine/")
    messages.success(request, _("쓰던 제안을 지웠습니다."))
    return redirect("/proposals/mine/")
