"""운영 기준을 말로. The rules of a body as whoever reads no ordinance understands them."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from committees.models import BodyRule
from committees.quorum import Base


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
        majority(rule),
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
    return [*said, *conduct(rule)]


def majority(rule: BodyRule) -> Said:
    """Of which number it takes how many, and what an abstention weighs there."""
    weighs = {
        Base.PRESENT: _("기권은 반대처럼 셉니다"),
        Base.VOTING: _("기권은 세지 않습니다"),
        Base.ROSTER: _("오지 않은 위원도 셉니다"),
    }[Base(rule.majority_of)]
    of = {"of": rule.get_majority_of_display(), "share": rule.get_majority_display()}
    return Said(_("의결정족수"), _("%(of)s의 %(share)s") % of, weighs)


def conduct(rule: BodyRule) -> list[Said]:
    """How a meeting goes: seconds, turns, ballots, who keeps out, answers in writing, the minutes."""
    return [
        Said(_("재청"), seconds(rule)),
        Said(_("발언 시간"), turns(rule)),
        Said(_("호명투표"), ballots(rule)),
        Said(_("결선투표"), _("%(who)s이 당선됩니다") % {"who": rule.get_run_off_by_display()}),
        Said(
            _("제척·기피·회피"),
            _("빠진 위원도 재적과 출석에 셉니다")
            if rule.recusals_counted
            else _("빠진 위원은 재적과 출석에서 뺍니다"),
        ),
        Said(_("서면심의"), _("할 수 있습니다") if rule.written_allowed else _("하지 않습니다")),
        Said(_("회의록 정정"), _("올린 뒤 %(n)d일 동안") % {"n": rule.corrections_days}),
    ]


def ballots(rule: BodyRule) -> str:
    """Whether a named ballot stands once it is cast."""
    if rule.ballots_changeable:
        return _("마치기 전에 고칠 수 있습니다")
    return _("한 번 내면 고칠 수 없습니다")


def seconds(rule: BodyRule) -> str:
    """How many others a motion needs."""
    if not rule.seconds_needed:
        return _("재청 없이 성립합니다")
    return _("재청 %(n)d명이면 성립합니다") % {"n": rule.seconds_needed}


def turns(rule: BodyRule) -> str:
    """How long one may speak at a time."""
    if rule.speaking_seconds is None:
        return _("한도를 정하지 않았습니다")
    minutes, rest = divmod(rule.speaking_seconds, 60)
    parts = [_("%(n)d분") % {"n": minutes} if minutes else "", _("%(n)d초") % {"n": rest} if rest else ""]
    return _("한 번에 %(time)s까지") % {"time": " ".join(filter(None, parts)) or _("%(n)d초") % {"n": 0}}


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
