"""위촉장. What the district hands to whoever it appoints, one sheet each, all of them in one file."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from committees.models import Certificate
from papers.certificate import certificate
from papers.document import Document, bound


def certificate_of(row: Certificate) -> Document:
    """One certificate; the same row prints the same sheet whenever it is asked for."""
    membership = row.membership
    with translation.override(settings.LANGUAGE_CODE):
        document = certificate(
            row.label,
            _("위촉장"),
            membership.name,
            words=_("귀하를 %(body)s 위원으로 위촉합니다.\n임기: %(start)s부터 %(end)s까지")
            % {"body": row.body.name, "start": written(membership.start), "end": written(membership.end)},
            day=written(row.issued_on),
            office=row.issuer,
            standing=membership.affiliation,
        )
    return _dated(document, row.issued_on)


def certificates_of(rows: Iterable[Certificate], title: str) -> Document:
    """All of them in one file, each on a page of its own, by number."""
    ordered = sorted(rows, key=lambda row: (row.year, row.number))
    return bound([certificate_of(row) for row in ordered], title)


def written(on: date) -> str:
    """2026년 12월 1일, as certificates write it."""
    return _("%(year)s년 %(month)s월 %(day)s일") % {"year": on.year, "month": on.month, "day": on.day}


def _dated(document: Document, on: date) -> Document:
    """Written on its day, not at the moment of the press: the same paper is the same bytes."""
    at = datetime.combine(on, time(0, 0), tzinfo=timezone.get_default_timezone())
    return replace(document, written_at=at)
