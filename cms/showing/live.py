"""The live layer's numbers as the desk shows them: each with what it means for the office."""

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, NamedTuple

from asgiref.sync import async_to_sync
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.watching import COUNTED, LONGEST_WAIT, Queue, parts, queue_at
from committees.models import Meeting
from deliberation.models import Thread
from realtime import hub

SHOWN = 10
SLOW = 1.0
"""From here on a resident sees that the page comes late; seconds."""
READINGS = 6
NONE = "–"

type Pulses = Mapping[str, Mapping[str, Any]]


MEANINGS = {
    "connections": (
        gettext_lazy("연결"),
        gettext_lazy("실시간으로 연결된 창의 수입니다. 스트림이 많으면 소켓을 막는 회선이 있습니다."),
    ),
    "rooms": (
        gettext_lazy("방"),
        gettext_lazy("지금 보는 사람이 있는 방의 수입니다. 두 프로세스에 열린 방은 두 번 셉니다."),
    ),
    "pace": (
        gettext_lazy("초당 전송"),
        gettext_lazy("1초에 내보내는 소식의 수입니다. 회의 중이나 마감 무렵에 느는 것은 정상입니다."),
    ),
    "lag": (
        gettext_lazy("지연"),
        gettext_lazy(
            "소식이 저장된 뒤 나가기까지 걸린 시간입니다(최근 1분, 99%). 1초를 넘으면 서버를 살펴봅니다."
        ),
    ),
    "lagging": (
        gettext_lazy("늦게 받는 창"),
        gettext_lazy("보내는 속도를 따라오지 못하는 창의 수입니다. 한꺼번에 늘면 구청의 회선을 살펴봅니다."),
    ),
    "resyncs": (
        gettext_lazy("다시 읽기"),
        gettext_lazy(
            "놓친 소식이 많아 쪽을 다시 읽은 횟수입니다. 서버를 다시 켜지 않았는데 늘면 회선을 살펴봅니다."
        ),
    ),
    "gaps": (
        gettext_lazy("빠진 소식 채움"),
        gettext_lazy("빠진 소식을 기록에서 찾아 채운 횟수입니다. 늘면 Valkey와의 연결을 살펴봅니다."),
    ),
    "publish_failures": (
        gettext_lazy("보내지 못함"),
        gettext_lazy(
            "Valkey로 소식을 보내지 못한 횟수입니다. 늘면 Valkey를 살펴봅니다. 글은 저장되어 있습니다."
        ),
    ),
    "waiting": (
        gettext_lazy("기다리는 작업"),
        gettext_lazy(
            "편지와 검색 색인처럼 뒤에서 하는 일의 수입니다. 10분 넘게 기다리면 작업 처리기를 살펴봅니다."
        ),
    ),
}


class Figure(NamedTuple):
    """A number, what goes with it, and whether somebody should look."""

    key: str
    text: str
    more: str = ""
    alarm: bool = False

    @property
    def label(self) -> str:
        """What it stands for."""
        return str(MEANINGS[self.key][0])

    @property
    def meaning(self) -> str:
        """What it says to the office, and what to do when it rises."""
        return str(MEANINGS[self.key][1])


class Place(NamedTuple):
    """A room with its page, and how many are in it."""

    title: str
    url: str
    heads: str


class Pace:
    """How many frames a second each process sends, from what was last read of it here."""

    def __init__(self) -> None:
        self.read: dict[str, deque[tuple[float, int]]] = {}
        self.lock = Lock()

    def take(self, pulses: Pulses) -> dict[str, float | None]:
        """Remember these readings; nothing can be said of a process that was read only once."""
        with self.lock:  # two may look at the same moment
            self.read = {name: self.read.get(name, deque(maxlen=READINGS)) for name in pulses}
            return {name: self.of(self.read[name], pulse) for name, pulse in pulses.items()}

    def of(self, heard: deque[tuple[float, int]], pulse: Mapping[str, Any]) -> float | None:
        """The pace since the oldest reading; a process that began anew counts from nothing."""
        now = (pulse.get("at", 0.0), pulse.get("deliveries", 0))
        if heard and (now[1] < heard[-1][1] or now[0] - heard[-1][0] > 60):
            heard.clear()
        if not heard or now[0] > heard[-1][0]:
            heard.append(now)
        (began, then), (at, sent) = heard[0], heard[-1]
        return (sent - then) / (at - began) if at > began else None


pace = Pace()


def look(at: datetime) -> dict[str, Any]:
    """Everything the panel shows, at one moment."""
    pulses = async_to_sync(_pulses)()
    paces = pace.take(pulses)
    queue = queue_at(at)
    outcomes = parts(at)
    if any(pulse.get("rooms") and not pulse.get("layer", True) for pulse in pulses.values()):
        outcomes["layer"] = "failed"  # Valkey answers us, and does not reach one that has readers
    failed = [name for name, outcome in outcomes.items() if outcome != "ok"]
    return {
        "read_at": f"{timezone.localtime(at):%H:%M:%S}",
        "state": _state(failed),
        "alarm": bool(failed),
        "figures": figures(pulses, paces, queue),
        "processes": processes(pulses, paces),
        "rooms": fullest(pulses),
    }


async def _pulses() -> Pulses:
    # In the loop of this process: the hub is touched by no other.
    return hub.here().pulses()


def _state(failed: Iterable[str]) -> str:
    names = {
        "database": _("데이터베이스"),
        "cache": _("캐시"),
        "layer": _("전달 통로(Valkey)"),
        "worker": _("작업 처리기"),
    }
    if not failed:
        return _("모두 응답합니다: %(parts)s") % {"parts": ", ".join(names.values())}
    return _("응답하지 않습니다: %(parts)s") % {"parts": ", ".join(names[name] for name in failed)}


def figures(pulses: Pulses, paces: Mapping[str, float | None], queue: Queue) -> list[Figure]:
    """The sums over all processes; of the lags the worst, for an average would hide it."""
    sums: Counter[str] = Counter()
    for pulse in pulses.values():
        sums.update({name: value for name, value in pulse.items() if isinstance(value, int)})
    usual, slow = _worst(pulses, "lag_p50"), _worst(pulses, "lag_p99")
    known = [one for one in paces.values() if one is not None]
    ways = {"sockets": _many(sums["sockets"]), "streams": _many(sums["streams"])}
    return [
        Figure(
            "connections",
            _many(sums["sockets"] + sums["streams"]),
            _("소켓 %(sockets)s · 스트림 %(streams)s") % ways,
        ),
        Figure("rooms", _many(sums["rooms"])),
        Figure(
            "pace",
            _many(round(sum(known))) if known else NONE,
            _("켠 뒤로 %(n)s") % {"n": _many(sums["deliveries"])},
        ),
        Figure(
            "lag", _lag(slow), _("절반은 %(time)s") % {"time": _lag(usual)} if usual else "", slow >= SLOW
        ),
        Figure("lagging", _many(sums["lagging"]), _("건너뛴 소식 %(n)s") % {"n": _many(sums["drops"])}),
        *(Figure(name, _many(sums[name]), _("켠 뒤로")) for name in ("resyncs", "gaps", "publish_failures")),
        waiting(queue),
    ]


def waiting(queue: Queue) -> Figure:
    """What waits for the worker."""
    text = _many(queue.waiting) if queue.waiting < COUNTED else _("%(n)s 이상") % {"n": _many(COUNTED)}
    more = _("가장 오래된 작업 %(time)s") % {"time": _span(queue.oldest)} if queue.waiting else ""
    return Figure("waiting", text, more, queue.oldest > LONGEST_WAIT)


def processes(pulses: Pulses, paces: Mapping[str, float | None]) -> list[list[str]]:
    """One row a process, in the order of the table's head."""
    return [
        [
            str(pulse.get("pid", name[:8])),
            *(_many(pulse.get(one)) for one in ("sockets", "streams", "rooms")),
            _many(None if paces[name] is None else round(paces[name] or 0)),
            _lag(pulse.get("lag_p99") or 0.0),
            *(_many(pulse.get(one)) for one in ("lagging", "resyncs", "gaps", "publish_failures")),
        ]
        for name, pulse in sorted(pulses.items(), key=lambda each: each[1].get("pid", 0))
    ]


def fullest(pulses: Pulses) -> list[Place]:
    """The rooms with the most people; never a doorbell, for who is at home is nobody's business."""
    heads: Counter[str] = Counter()
    for pulse in pulses.values():
        # Each process counts those in the others, too.
        heads |= Counter(dict(pulse.get("fullest", ())))
    keys = {room: room.partition("/")[::2] for room in heads}
    threads = Thread.objects.visible_to(None).with_subject().in_bulk(_of("thread", keys.values()))
    meetings = Meeting.objects.in_bulk(_of("meeting", keys.values()) + _of("floor", keys.values()))
    places = []
    for room, count in heads.most_common():
        kind, key = keys[room]
        if kind == "thread" and (thread := threads.get(int(key))) is not None:
            places.append(Place(thread.title, thread.url, _people(count)))
        elif kind in {"meeting", "floor"} and (meeting := meetings.get(int(key))) is not None:
            title = (
                _("%(meeting)s (회의장)") % {"meeting": meeting.title} if kind == "floor" else meeting.title
            )
            places.append(Place(title, meeting.get_absolute_url(), _people(count)))
    return places[:SHOWN]


def _of(kind: str, keys: Iterable[tuple[str, str]]) -> list[int]:
    return [int(key) for each, key in keys if each == kind and key.isdigit()]


def _worst(pulses: Pulses, name: str) -> float:
    return max((pulse.get(name) or 0.0 for pulse in pulses.values()), default=0.0)


def _many(count: int | None) -> str:
    return NONE if count is None else number_format(count, use_l10n=True, force_grouping=True)


def _people(count: int) -> str:
    return _("%(n)s명") % {"n": _many(count)}


def _lag(seconds: float) -> str:
    """A lag is known by the bounds between which it fell."""
    if not seconds:
        return NONE
    if seconds < 1:
        return _("%(n)s ms 안") % {"n": f"{seconds * 1000:g}"}
    return _("%(n)s초 안") % {"n": f"{seconds:g}"} if seconds < 5 else _("2.5초 넘음")


def _span(time: timedelta) -> str:
    minutes, seconds = divmod(int(time.total_seconds()), 60)
    return _("%(n)s분") % {"n": _many(minutes)} if minutes else _("%(n)s초") % {"n": seconds}
