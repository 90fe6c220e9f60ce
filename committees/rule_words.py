"""운영 기준을 말로. The rules of a body as whoever reads no ordinance understands them."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from committees.models import BodyRule


class Said(NamedTuple):
    """One rule: what it is called, what it says, and what that comes to today."""

    label: str
    words: str
    note: str = ""


def rule_words(rule: BodyRule, sitting: int = 0, needed: int | None = None) -> list[Said]:
    """정원, 정족수, 임기, 연임, 가부동수, 성별 한도, 소집 통지; with who sits today, if that is asked."""
    today = _("재적 %(n)d명이면 %(needed)d명") % {"n": sitting, "needed": needed} if needed else ""
    said = [
        Said(_("의사정족수"), _("재적의 %(share)s") % {"share": rule.get_quorum_display()}, today),
        Said(_("의결정족수"), _("출석의 %(share)s") % {"share": rule.get_majority_display()}),
        Said(_("가부동수"), rule.get_tie_display()),
        Said(_("임기"), _("%(n)d년") % {"n": rule.term_years}, vacancies(rule)),
        Said(_("연임"), renewals(rule)),
        Said(_("소집 통지"), _("회의 %(n)d일 전까지") % {"n": rule.notice_days}),
        Said(_("회의 세는 법"), _("%(unit)s로 셉니다") % {"unit": rule.get_counting_unit_display()}),
    ]
    if rule.seats_at_most:
        said.insert(0, Said(_("정원"), _("%(n)d명까지") % {"n": rule.seats_at_most}))
    if rule.gender_ceiling:
        said.insert(-2, Said(_("성별 한도"), _("위촉직의 한 성별 %(n)d%%까지") % {"n": rule.gender_ceiling}))
    return said


def renewals(rule: BodyRule) -> str:
    """How often one may go on."""
    if rule.renewals_allowed is None:
        return _("횟수를 정하지 않았습니다")
    if rule.renewals_allowed == 0:
        return _("연임할 수 없습니다")
    words = ngettext("%(n)d번까지 할 수 있습니다", "%(n)d번까지 할 수 있습니다", rule.renewals_allowed)
    return words % {"n": rule.renewals_allowed}


def vacancies(rule: BodyRule) -> str:
    """What the rest of somebody else's term is."""
    if rule.vacancy_counts:
        return _("보궐 위원은 남은 임기를 채우며, 한 번의 임기로 셉니다")
    return _("보궐 위원은 남은 임기를 채우며, 연임에는 세지 않습니다")
