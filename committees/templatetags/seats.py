"""위원석 그림: a half round of seats, one circle a person, drawn by the server."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Any

from django import template
from django.utils.translation import gettext as _

from committees.models import Seat
from committees.roster import Place

register = template.Library()

OUTER, INNER = 200.0, 106.0
FOOT = 222.0
# Few seats sit closer and larger, or they would look lost in the hall.
LARGEST, LARGER = 13.5, 20.0
SMALL_HALL = [[150.0], [126.0, 180.0]]
FEWEST_ROWS, MOST_ROWS = 3, 14
ONE_ROW, TWO_ROWS = 9, 20
MOST_DRAWN = 300
# A seat must be large enough for a finger to be a link; beyond that the table behind is the way.
MOST_LINKED = 60
LONG_NAME = 8


@dataclass(frozen=True, slots=True)
class Dot:
    """One seat where it stands in the half round."""

    x: float
    y: float
    place: Place
    kind: str
    small: bool

    @property
    def said(self) -> str:
        """구청장, 당연직, 공동위원장: what is read to somebody who cannot see the drawing."""
        return ", ".join([self.place.name, str(Seat.Basis(self.place.basis).label), *self.place.offices])

    @property
    def under(self) -> str:
        """What stands under the name in the middle."""
        return " · ".join(self.place.offices) or str(Seat.Basis(self.place.basis).label)


@register.inclusion_tag("committees/_seats.html")
def seat_chart(
    seats: Sequence[Place], sitting: int, needed: int | None = None, url: str = ""
) -> dict[str, Any]:
    """Seats of a body: offices first, then those appointed, then those that wait for somebody."""
    rank = ["ex_officio", "appointed", "vacant"]
    ordered = sorted(seats, key=lambda place: (rank.index(kind_of(place)), place.number))
    counts = {kind: sum(kind_of(place) == kind for place in ordered) for kind in rank}
    drawn = len(ordered) <= MOST_DRAWN
    points, size = half_round(len(ordered)) if drawn else ([], 0.0)
    top = round(min((y for _x, y in points), default=0.0) - size - 4, 1)
    return {
        "dots": [
            Dot(x, y, place, kind_of(place), len(place.name) > LONG_NAME)
            for (x, y), place in zip(points, ordered, strict=False)
        ],
        "bar": [] if drawn else parts_of_bar(counts, len(ordered)),
        "r": round(size, 2),
        "ring": round(size - 0.9, 2),
        "top": top,
        "height": round(FOOT - top, 1),
        "linked": len(ordered) <= MOST_LINKED,
        "n": len(ordered),
        "counts": counts,
        "sitting": sitting,
        "needed": needed,
        "url": url,
        "under": _("정원 · 공석 %(n)d") % {"n": counts["vacant"]}
        if counts["vacant"]
        else _("정원 · 공석 없음"),
    }


def kind_of(place: Place) -> str:
    """Whether somebody sits there, and by what right; an office that nobody holds is empty, too."""
    return place.basis if place.taken else "vacant"


def half_round(n: int) -> tuple[list[tuple[float, float]], float]:
    """Where n seats stand, from left to right, and how large each may be."""
    if n == 0:
        return [], 0.0
    radii, shares = rows_for(n)
    spots = []
    for row, (radius, many) in enumerate(zip(radii, shares, strict=True)):
        for step in range(many):
            angle = pi * (step / (many - 1) if many > 1 else 0.5)
            spots.append((angle, -row, OUTER - radius * cos(angle), OUTER - radius * sin(angle)))
    most = LARGER if n <= TWO_ROWS else LARGEST
    room = min(apart(radii, n), gap(radii), most / 0.32)
    # By the angle, as one would count from the door: whoever sits by office then sits side by side.
    return [(round(x, 1), round(y, 1)) for _angle, _row, x, y in sorted(spots)], round(room * 0.32, 2)


def rows_for(n: int) -> tuple[list[float], list[int]]:
    """Three rows, or as many as leave the most room for each seat; their radii and how many sit in each."""
    if n <= TWO_ROWS:
        radii = SMALL_HALL[n > ONE_ROW]
    else:
        choices = (spread(rows) for rows in range(FEWEST_ROWS, MOST_ROWS))
        radii = max(choices, key=lambda radii: min(apart(radii, n), gap(radii)))
    return radii, share_out(n, radii)


def spread(rows: int) -> list[float]:
    return [INNER + row * (OUTER - INNER) / (rows - 1) for row in range(rows)]


def apart(radii: list[float], n: int) -> float:
    """How far two neighbours in a row are from each other."""
    return pi * sum(radii) / max(n - len(radii), 1)


def gap(radii: list[float]) -> float:
    return radii[1] - radii[0] if len(radii) > 1 else OUTER


def share_out(n: int, radii: list[float]) -> list[int]:
    """Seats to rows by the length of each row; what is left over goes where most was cut off."""
    exact = [n * radius / sum(radii) for radius in radii]
    shares = [int(share) for share in exact]
    order = sorted(range(len(radii)), key=lambda row: exact[row] - shares[row], reverse=True)
    for row in order[: n - sum(shares)]:
        shares[row] += 1
    return shares


def parts_of_bar(counts: dict[str, int], n: int) -> list[dict[str, Any]]:
    """The same where there are too many seats to draw one by one."""
    parts, x = [], 0.0
    for kind, many in counts.items():
        width = 400 * many / n
        parts.append({"kind": kind, "x": round(x, 1), "width": round(width, 1)})
        x += width
    return [part for part in parts if part["width"]]
