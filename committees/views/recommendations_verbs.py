"""What may be done with a recommendation by HTTP, for programs and forms alike."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from committees.actions import recommending
from committees.actions.floors import LEDGER
from committees.models import AgendaItem, Body, Recommendation
from committees.speakers import found
from district.models import Department, Person
from realtime.acts import enact


def recommendation_at(key: Any, person: Person | None) -> Recommendation:
    """The recommendation of that number; one that was taken back is there for its author alone."""
    return found(Recommendation.objects.visible_to(person), key)


def recommend(
    request: HttpRequest, ref: Any, body: Body, *, title: str, text: str, item: AgendaItem | None
) -> tuple[Recommendation, int]:
    """Ask something of the district."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "recommendation.make",
        room=LEDGER,
        arguments={"body": body.pk, "title": title, "text": text, "item": item.pk if item else None},
        act=lambda by, sealed: recommending.recommend(
            body, title=title, text=text, item=item, by=by, at=at, ref=sealed
        ),
    )


def refer(
    request: HttpRequest, ref: Any, recommendation: Recommendation, department: Department
) -> tuple[Recommendation, int]:
    """Hand it to a department."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "recommendation.refer",
        room=LEDGER,
        arguments={"recommendation": recommendation.pk, "department": department.pk},
        act=lambda by, sealed: recommending.hand_over(
            recommendation, department=department, by=by, at=at, ref=sealed
        ),
    )


def withdraw(request: HttpRequest, ref: Any, recommendation: Recommendation) -> tuple[Recommendation, int]:
    """Take it back."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "recommendation.withdraw",
        room=LEDGER,
        arguments={"recommendation": recommendation.pk},
        act=lambda by, sealed: recommending.withdraw_recommendation(recommendation, by=by, at=at, ref=sealed),
    )
