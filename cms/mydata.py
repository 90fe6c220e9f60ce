"""열람. Everything the house keeps of one person, for that person alone."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db.models import Q
from django.utils.timezone import localtime

from committees.deeds import deeds_of
from committees.models import Membership, Rsvp
from committees.models.sheet import sheet_of
from committees.serializers.mine import own_row
from committees.views.mine import applications_of
from deliberation.cases import appeal_row, block_row, measure_row, report_row
from deliberation.models import Appeal, Comment, Endorsement, Proposal, Reaction, Voice
from deliberation.models.kept import words_of
from district.models import GuardianConsent, Person
from letters.models import Follow, Letter
from letters.rows import follow_row, letter_row, ways_row
from letters.sealing import unseal
from papers.models import Attachment
from surveys.rows import response_row


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
        "guardians": [_guardian(given) for given in person.guardian_consents.order_by("id")],
        "consented_for": [_guardian(given) for given in person.children_consented.order_by("id")],
        "survey_responses": [response_row(response) for response in person.survey_responses.order_by("id")],
        "comments": [_comment(comment) for comment in _comments(person)],
        "reactions": list(Reaction.objects.filter(person=person, withdrawn_at=None).values("comment")),
        "voices": list(Voice.objects.filter(person=person).values("thread", "standing")),
        "proposals": [_proposal(proposal, person) for proposal in _proposals(person)],
        "proposals_supported": list(
            Endorsement.objects.filter(person=person, withdrawn_at=None).values("proposal")
        ),
        "reports": [report_row(each) | {"comment": each.comment_id} for each in _reports(person)],
        "appeals": [appeal_row(each) for each in Appeal.objects.filter(comment__author=person)],
        "measures": [measure_row(each) for each in person.measures.order_by("id")],
        "blocks": [block_row(each) for each in person.blocks.select_related("rule", "person")],
        "seat_applications": [own_row(each, at) for each in applications_of(person)],
        "member_sheet": _sheet(person),
        "memberships": [_membership(each) for each in person.memberships.order_by("start")],
        "meeting_replies": [_reply(each) for each in Rsvp.objects.filter(person=person).order_by("pk")],
        **deeds_of(person),
        "letters": [letter_row(letter) for letter in Letter.objects.visible_to(person).on_screen()],
        "letter_ways": ways_row(person, at),
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


def _guardian(given: GuardianConsent) -> dict[str, Any]:
    return {
        "asked_at": _time(given.asked_at),
        "agreed_at": _time(given.agreed_at),
        "ended_at": _time(given.ended_at),
        "text": str(given.consent) if given.consent else None,
        "way": given.way,
    }


def _sheet(person: Person) -> dict[str, Any] | None:
    sheet = sheet_of(person)
    if sheet is None:
        return None
    phone = unseal(sheet.sealed_phone) if sheet.sealed_phone else ""
    return {"gender": sheet.gender, "birth_year": sheet.birth_year, "phone": phone}


def _membership(each: Membership) -> dict[str, Any]:
    return {
        "body": each.seat.body.name,
        "seat": each.seat.number,
        "name": each.name,
        "affiliation": each.affiliation,
        "start": each.start.isoformat(),
        "end": each.last_day.isoformat(),
        "renewal_no": each.renewal_no,
        "end_reason": each.end_reason.label if each.end_reason else "",
    }


def _reply(each: Rsvp) -> dict[str, Any]:
    return {
        "meeting": each.meeting_id,
        "answer": each.answer,
        "note": each.note,
        "at": _time(each.at),
    }


def _reports(person: Person) -> Any:
    return person.reports.select_related("rule").order_by("id")


def _proposals(person: Person) -> Any:
    written = Proposal.objects.visible_to(person)
    return written.filter(Q(author=person) | written.joined_by(person)).order_by("id")


def _proposal(proposal: Proposal, person: Person) -> dict[str, Any]:
    return {
        "id": proposal.pk if proposal.published_at else None,
        **{name: words_of(proposal)[name] for name in ("title", "body", "place")},
        "state": proposal.state,
        "percent": next(part for who, part, _main in proposal.proposers() if who == person),
        "saved_at": _time(proposal.saved_at),
        "published_at": _time(proposal.published_at),
        "end": proposal.end,
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
