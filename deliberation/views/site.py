"""The door for people: plain forms, complete without JavaScript."""
# ruff: noqa: A002 (the address calls it id)

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deliberation import actions
from deliberation.drafts import draft_of, drop_draft, keep_draft, kept_draft
from deliberation.models import Comment, HouseRule, Reaction, Thread
from deliberation.models.moderation import check_may_moderate
from deliberation.speakers import comment_at, thread_at
from district.calendar import day
from district.intake import MAX_INTEGER
from district.models import Person
from district.models.offices import Role
from district.paging import page_of
from district.refusals import Refusal
from district.visitors import person_of
from realtime.acts import enact, ref_in

REPLIES = 100


@require_http_methods(["GET", "HEAD", "POST"])
def speak(request: HttpRequest, id: int) -> HttpResponse:
    """Say something; whoever has to sign in or be verified first finds the words again afterwards."""
    thread = thread_at(id, person_of(request))
    if request.method != "POST":
        draft = begun(request, thread)
        return words_again(request, thread, draft) if draft else redirect(thread.url)
    parent, quote = number_in(request.POST, "parent"), number_in(request.POST, "quote")
    at, said = timezone.now(), {"body": request.POST.get("body", ""), "parent": parent, "quote": quote}
    said["stance"] = request.POST.get("stance") or None
    try:
        comment, _seq = enact(
            request,
            ref_in(request),
            "comment.post",
            room=thread.room,
            arguments=said,
            act=lambda by, ref: actions.post_comment(thread, by=by, at=at, ref=ref, **said),
        )
    except Refusal as refusal:
        keep_draft(request, thread, said)
        # A reply does not fit into the page's own composer: it waits in the form at this address.
        back = f"{thread.url}#composer" if parent is None and quote is None else request.path
        return on_the_way(refusal, back) or words_again(request, thread, said, refusal)
    drop_draft(request, thread)
    messages.success(request, _("의견을 등록했습니다."))
    return redirect(place_of(comment))


@require_safe
def permalink(request: HttpRequest, id: int) -> HttpResponse:
    """The address that stays: wherever the page is now, at this comment, in its place among the others."""
    return redirect(place_of(comment_at(id, person_of(request))))


def begun(request: HttpRequest, thread: Thread) -> dict[str, Any] | None:
    """What waits to be said here, or the words that somebody wishes to quote."""
    quote = number_in(request.GET, "quote")
    if quote is None:
        return kept_draft(request, thread)
    return {"body": draft_of(request, thread), "parent": None, "quote": quote, "stance": None}


@require_safe
def versions(request: HttpRequest, id: int) -> HttpResponse:
    """What stood there before it was mended: for its author and for those who keep order."""
    person = person_of(request)
    if person is None:
        return sign_in(request.path)
    comment = comment_at(id, person)
    comment.check_may_read_versions(person, timezone.now())
    context = {
        "comment": comment,
        "thread": comment.thread,
        "versions": comment.versions.order_by("-id"),
        "place": place_of(comment),
    }
    answer = render(request, "deliberation/versions.html", context)
    patch_cache_control(answer, private=True, no_store=True)
    return answer


@require_safe
def replies(request: HttpRequest, id: int) -> HttpResponse:
    """All replies to a comment, on a page of their own."""
    person = person_of(request)
    comment = comment_at(id, person_of(request))
    if comment.parent_id is not None:
        return redirect(f"/comments/{comment.parent_id}/replies/")
    answers = comment.replies.visible_to(person).with_faces().marked_for(person)
    page = page_of(answers, request.GET, size=REPLIES)
    around = standing_at(comment, person)
    context = around | {
        "comments": [around["comment"]],
        "replies": page.rows[::-1],
        "next_url": page.next and f"?{urlencode({'cursor': page.next})}",
        "previous_url": page.previous and f"?{urlencode({'cursor': page.previous})}",
    }
    return render(request, "deliberation/replies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, id: int) -> HttpResponse:
    """Mend one's own words."""
    comment = comment_at(id, person_of(request))
    if request.method == "POST":
        said = {"body": request.POST.get("body", "")}
        return acted(request, comment, "edit", actions.edit_comment, said)
    person = person_of(request)
    if person is None:
        return sign_in(request.path)
    try:
        comment.check_may_edit(person, timezone.now())
    except Refusal as refusal:
        return turned_away(request, comment, refusal)
    return form(request, comment, "edit", body=comment.body)


@require_http_methods(["GET", "HEAD", "POST"])
def hide(request: HttpRequest, id: int) -> HttpResponse:
    """The moderators' form: words go, the place and the ground stay."""
    comment = comment_at(id, person_of(request))
    if request.method == "POST":
        said = {"ground": request.POST.get("ground", "")}
        return acted(request, comment, "hide", actions.hide_words, said)
    person = person_of(request)
    if person is None:
        return sign_in(request.path)
    try:
        check_may_moderate(person, timezone.now())
        comment.check_standing()
    except Refusal as refusal:
        return turned_away(request, comment, refusal)
    return form(request, comment, "hide", body=comment.body)


@require_POST
def withdraw(request: HttpRequest, id: int) -> HttpResponse:
    """Take one's words back."""
    return acted(request, comment_at(id, person_of(request)), "withdraw", actions.withdraw_comment, {})


@require_POST
def react(request: HttpRequest, id: int) -> HttpResponse:
    """Agree, or no longer: one button, pressed again."""
    comment, person = comment_at(id, person_of(request)), person_of(request)
    agreed = Reaction.objects.filter(comment=comment, person=person, withdrawn_at=None)
    if person is not None and agreed.exists():
        return acted(request, comment, "unsupport", actions.unsupport_comment, {})
    return acted(request, comment, "support", actions.support_comment, {})


def acted(
    request: HttpRequest, comment: Comment, verb: str, action: Callable[..., Any], said: dict[str, Any]
) -> HttpResponse:
    """Do one thing to one comment, and go back to it."""
    at = timezone.now()
    arguments = {"comment": comment.pk, **said}
    try:
        enact(
            request,
            ref_in(request),
            f"comment.{verb}",
            room=comment.room,
            arguments=arguments,
            act=lambda by, sealed: action(comment, by=by, at=at, ref=sealed, **said),
        )
    except Refusal as refusal:
        if said and refusal.status in {422, 429}:
            return form(request, comment, verb, refusal=refusal, **said)
        return turned_away(request, comment, refusal)
    return redirect(place_of(comment))


def turned_away(request: HttpRequest, comment: Comment, refusal: Refusal) -> HttpResponse:
    """Say why, where the person came from."""
    elsewhere = on_the_way(refusal, comment.get_absolute_url())
    if elsewhere:
        return elsewhere
    if refusal.status == 403:
        raise refusal
    messages.error(request, str(refusal))
    return redirect(place_of(comment))


def on_the_way(refusal: Refusal, back: str) -> HttpResponse | None:
    """Where somebody has to go first, with the way back."""
    if refusal.code == "sign_in_needed":
        return sign_in(back)
    if refusal.code == "verification_needed":
        return redirect(f"{reverse('verify')}?{urlencode({'next': back})}")
    return None


def sign_in(back: str) -> HttpResponse:
    """To the door, with the way back."""
    return redirect(f"{reverse('account_login')}?{urlencode({'next': back})}")


def words_again(
    request: HttpRequest, thread: Thread, said: dict[str, Any], refusal: Refusal | None = None
) -> HttpResponse:
    """The words in a form of their own, with what has to be mended."""
    parent, quoted = (_told(thread, said.get(name)) for name in ("parent", "quote"))
    context = {
        "comment": parent,
        "quoted": quoted,
        "stance": said.get("stance"),
        "stances": Comment.Stance.choices if thread.takes_stances and parent is None else [],
        "question": thread.subject,
        "session": thread.forum_session,
        "thread": thread,
        "parent": said["parent"],
        "mode": "reply" if parent else "post",
        "body": said["body"],
        "error": str(refusal) if refusal else None,
    }
    status = refusal.status if refusal else 200
    return render(request, "deliberation/comment_form.html", context, status=status)


def form(
    request: HttpRequest,
    comment: Comment,
    mode: str,
    *,
    body: str = "",
    ground: str = "",
    refusal: Refusal | None = None,
) -> HttpResponse:
    """One comment and what is to be done with it."""
    context = {
        "comment": comment,
        "question": comment.thread.subject,
        "session": comment.thread.forum_session,
        "thread": comment.thread,
        "mode": mode,
        "body": body or comment.shown_body,
        "ground": ground,
        "grounds": HouseRule.objects.for_hiding(timezone.now()).values_list("code", "label"),
        "error": str(refusal) if refusal else None,
    }
    return render(
        request, "deliberation/comment_form.html", context, status=refusal.status if refusal else 200
    )


def standing_at(comment: Comment, person: Person | None) -> dict[str, Any]:
    """What a page around one comment shows of its thread."""
    at, thread = timezone.now(), comment.thread
    marked = Comment.objects.with_faces().marked_for(person).get(pk=comment.pk)
    return {
        "comment": marked,
        "thread": thread,
        "question": thread.subject,
        "session": thread.forum_session,
        "open": thread.status(at) == Thread.Told.OPEN,
        "may_moderate": person is not None and person.holds(Role.MODERATOR, day(at)),
    }


def place_of(comment: Comment) -> str:
    """A comment on its thread's page; a reply stands below the comment it answers, however old it is."""
    above, page = comment.parent_id or comment.pk, comment.thread.url
    reply = f"&reply={comment.pk}" if comment.parent_id else ""
    return f"{page}?around={above}{reply}#comment-{comment.pk}"


def _told(thread: Thread, number: Any) -> Comment | None:
    whole = type(number) is int and number <= MAX_INTEGER
    return thread.comments.with_faces().filter(pk=number).first() if whole else None


def number_in(form: QueryDict, name: str) -> Any:
    """The comment that a form names; what is no number fits no comment."""
    sent = form.get(name, "")
    number = sent.isascii() and sent.isdigit() and len(sent) < 20
    return int(sent) if number else sent or None
