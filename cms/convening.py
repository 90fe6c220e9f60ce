"""Who comes together when a body calls a meeting of a kind."""

from django.utils.translation import gettext as _

from committees.models import Body, BodyKind, Round
from district.refusals import Refusal

# Whom a kind of meeting brings together where no part was chosen.
PARTS = {
    Round.Kind.STEERING: BodyKind.STEERING,
    Round.Kind.PLANNING: BodyKind.PLANNING,
    Round.Kind.JOINT: BodyKind.SUBCOMMITTEE,
}
OF_ALL = {Round.Kind.PLENARY, Round.Kind.INAUGURATION}


def meant(convener: Body, kind: str, chosen: list[Body]) -> list[Body]:
    """The bodies that come together: all, the parts that were chosen, or every part that the kind means."""
    if kind in OF_ALL:
        if chosen:
            raise Refusal("parts_not_meant", _("전체가 모이는 회의에는 분과를 고르지 않습니다."), status=422)
        return [convener]
    if any(part.parent_id != convener.pk for part in chosen):
        raise Refusal("not_a_part", _("이 기구의 분과만 고르실 수 있습니다."), status=422)
    bodies = chosen or _all_of(convener, kind)
    if not bodies:
        raise Refusal("parts_needed", _("모이는 분과를 골라 주세요."), status=422)
    return bodies


def _all_of(convener: Body, kind: str) -> list[Body]:
    if kind not in PARTS:
        return []
    return list(convener.parts.filter(kind=PARTS[Round.Kind(kind)], dissolved_on=None))
