"""열람. Everything the house keeps of one person, for that person alone."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.utils.timezone import localtime

from deliberation.models import Comment, Reaction, Voice
from district.models import Person
from letters.models import Follow, Letter
from letters.rows import follow_row, letter_row
from papers.models import Attachment


def gather(person: Person, at: datetime) -> dict[str, Any]:
    """All of it, table by table; what was taken back or hidden is still the writer's to read."""
    return {
        "exported_at": _time(at),
        "person": _account(person),
        "addresses": list(EmailAddress.objects.filter(user=person).values("email", "verified", "primary")),
        "social_accounts": list(SocialAccount.objects.filter(user=person).values("provider", "uid")),
        "agreements": [
            {
                "title": agreement.consent.title,
                "version": agreement.consent.version,
                "agreed_at": _time(agreement.at),
                "withdrawn_at": _time(agreement.withdrawn_at),
            }
            for agreement in person.agreements.select_related("consent").order_by("id")
        ],
        "postings": [
            {"post": str(posting.post), "start": posting.start.isoformat(), "end": str(posting.end or "")}
            for posting in person.postings.select_related("post").order_by("start")
        ],
        "comments": [_comment(comment) for comment in _comments(person)],
        "reactions": list(Reaction.objects.filter(person=person, withdrawn_at=None).values("comment")),
        "voices": list(Voice.objects.filter(person=person).values("thread", "standing")),
        "letters": [letter_row(letter) for letter in Letter.objects.visible_to(person).on_screen()],
        "follows": [follow_row(follow) for follow in Follow.objects.visible_to(person)],
        "attachments": [
            {"name": paper.name, "size": paper.size, "sha256": paper.sha256, "at": _time(paper.created_at)}
            for paper in Attachment.objects.filter(added_by=person).order_by("pk")
        ],
    }


def _account(person: Person) -> dict[str, Any]:
    return {
        "email": person.email,
        "name": person.name,
        "nickname": person.nickname,
        "level": person.level,
        "level_basis": person.level_basis,
        "verified_at": _time(person.verified_at),
        "neighborhood": person.neighborhood.name if person.neighborhood else None,
        "created_at": _time(person.created_at),
    }


def _comments(person: Person) -> Any:
    beside = ("thread__question", "thread__session", "spoken_for__department")
    written = Comment.objects.filter(author=person).select_related(*beside)
    return written.prefetch_related("versions").order_by("id")


def _comment(comment: Comment) -> dict[str, Any]:
    return {
        "id": comment.pk,
        "subject": comment.thread.title,
        "badge": comment.badge,
        "parent": comment.parent_id,
        "body": comment.body,
        "state": comment.state,
        "posted_at": _time(comment.posted_at),
        "edited_at": _time(comment.edited_at),
        "earlier": [
            {"body": version.body, "until": _time(version.replaced_at)} for version in comment.versions.all()
        ],
    }


def _time(at: datetime | None) -> str | None:
    return localtime(at).isoformat() if at else None
