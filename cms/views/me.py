"""내 자리. What somebody said here, what the house knows of them, and the way out."""

import json

from allauth.account.internal.flows.logout import logout
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from cms import actions, mydata
from cms.forms import LeaveForm
from deliberation.models import Comment
from district.calendar import day
from district.forms import NicknameForm
from district.identity import providers
from district.models import Consent, Level, Person
from district.paging import page_of
from district.refusals import Refusal
from district.visitors import signed_in


@never_cache
@login_required
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """My words, newest first, and my agreements."""
    person = signed_in(request)
    words = Comment.objects.filter(author=person).select_related("thread__question", "thread__session")
    page = page_of(words, request.GET)
    for comment in page.rows:
        comment.url = f"/comments/{comment.pk}/"  # type: ignore[attr-defined]
        comment.subject_title = comment.thread.title  # type: ignore[attr-defined]
    context = {
        "words": page.rows,
        "next_url": page.next and f"?cursor={page.next}",
        "previous_url": page.previous and f"?cursor={page.previous}",
        "agreements": person.agreements.filter(withdrawn_at=None).select_related("consent"),
        "open_consents": open_consents(person),
        "level_label": Level(person.level).label,
        "guards": person.children_consented.exists(),
        "identity_open": bool(providers()) and person.level < Level.L3,
    }
    return render(request, "cms/me.html", context)


@never_cache
@login_required
@require_POST
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree to a text that came into force after I joined."""
    consent = get_object_or_404(open_consents(signed_in(request)), pk=pk)
    actions.agree(signed_in(request), consent, at=timezone.now())
    messages.success(request, _("동의해 주셔서 고맙습니다."))
    return redirect("mine")


@never_cache
@login_required
def rename(request: HttpRequest) -> HttpResponse:
    """What my neighbours call me, from now on also beside what I said before."""
    person = signed_in(request)
    form = NicknameForm(request.POST or None, initial={"nickname": person.nickname})
    if request.method == "POST" and form.is_valid():
        try:
            actions.rename_person(person, nickname=form.cleaned_data["nickname"], at=timezone.now())
        except Refusal as refusal:
            form.add_error("nickname", str(refusal))
        else:
            messages.success(request, _("별명을 바꾸었습니다."))
            return redirect("mine")
    return render(request, "cms/rename.html", {"form": form})


def open_consents(person: Person) -> QuerySet[Consent]:
    """The texts in force that this person has not agreed to."""
    agreed = person.agreements.filter(withdrawn_at=None).values("consent")
    in_force = Consent.objects.in_force_on(day(timezone.now())).for_everybody()
    return in_force.exclude(pk__in=agreed)


@never_cache
@login_required
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """Everything the house keeps of me, as a file."""
    gathered = mydata.gather(signed_in(request), timezone.now())
    answer = HttpResponse(json.dumps(gathered, ensure_ascii=False, indent=2), content_type="application/json")
    answer["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


@never_cache
@sensitive_post_parameters("password")
@login_required
def leave(request: HttpRequest) -> HttpResponse:
    """Close my account; what I said stays."""
    person = signed_in(request)
    form = LeaveForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.leave_house(person, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            logout(request)
            messages.success(request, _("탈퇴하셨습니다. 쓰신 글은 ‘탈퇴한 주민’의 글로 남습니다."))
            return redirect("/")
    return render(request, "cms/leave.html", {"form": form})
