"""What the live layer counts of itself: plain numbers while it works, metrics when somebody asks."""

import os
import time
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric

BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


@dataclass
class Counts:
    """This process's numbers since it started; touched by the event loop that owns the hub."""

    direct: int = 0
    plain: int = 0
    streams: int = 0
    frames: int = 0
    deliveries: int = 0
    drops: int = 0
    resyncs: int = 0
    gaps: int = 0
    publish_failures: int = 0
    put_out: int = 0
    closed: dict[int, int] = field(default_factory=dict)
    commands: dict[str, int] = field(default_factory=dict)
    lags: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    lag_sum: float = 0.0

    def move(self, way: str, by: int) -> None:
        """Somebody came or went by this kind of sink."""
        setattr(self, way, getattr(self, way) + by)

    def late(self, born: float) -> None:
        """An event that was saved at `born` is on its way to the readers here."""
        lag = max(0.0, time.time() - born)
        self.lags[bisect_left(BOUNDS, lag)] += 1
        self.lag_sum += lag

    def tell(self, where: dict[Any, int], what: Any) -> None:
        """One more of a kind."""
        where[what] = where.get(what, 0) + 1


counts = Counts()


def pulse(before: list[int], **hub: Any) -> dict[str, Any]:
    """One process, told to the others every second or two; lags are in seconds, since `before`."""
    lags = [now - then for now, then in zip(counts.lags, before, strict=True)]
    return {
        "pid": os.getpid(),
        "at": time.time(),
        "sockets": counts.direct + counts.plain,
        "streams": counts.streams,
        **{name: getattr(counts, name) for name in COUNTERS},
        "lag_p50": quantile(lags, 0.5),
        "lag_p99": quantile(lags, 0.99),
        **hub,
    }


def quantile(lags: list[int], share: float) -> float | None:
    """The bound, in seconds, that this share of the events kept; the last one stands for more."""
    wanted, seen = share * sum(lags), 0
    for place, number in enumerate(lags):
        seen += number
        if number and seen >= wanted:
            return BOUNDS[min(place, len(BOUNDS) - 1)]
    return None


class LiveLayer:
    """The numbers as Prometheus reads them."""

    def __init__(self, rooms: Any) -> None:
        self.rooms = rooms

    def collect(self) -> Iterator[Metric]:
        """All of them, at the moment of asking."""
        yield self.connections()
        yield GaugeMetricFamily("cheong_live_rooms", "방: rooms with readers here", self.rooms())
        for name, meaning in COUNTERS.items():
            yield CounterMetricFamily(f"cheong_live_{name}", meaning, getattr(counts, name))
        yield labelled("closed", "lines this side closed, by code", "code", counts.closed)
        yield labelled("commands", "commands by socket, by outcome", "outcome", counts.commands)
        yield self.lag()

    def connections(self) -> Metric:
        """Who is connected, and how their frames leave."""
        family = GaugeMetricFamily("cheong_live_connections", "readers", labels=["transport", "sink"])
        family.add_metric(["socket", "direct"], counts.direct)
        family.add_metric(["socket", "plain"], counts.plain)
        family.add_metric(["stream", "plain"], counts.streams)
        return family

    def lag(self) -> Metric:
        """From the commit of an event to its spreading here."""
        sofar, buckets = 0, []
        for bound, number in zip((*map(str, BOUNDS), "+Inf"), counts.lags, strict=True):
            sofar += number
            buckets.append((bound, sofar))
        return HistogramMetricFamily(
            "cheong_live_lag_seconds", "from commit to spreading", buckets=buckets, sum_value=counts.lag_sum
        )


COUNTERS = {
    "frames": "frames spread, whatever their number of readers",
    "deliveries": "frames handed to readers",
    "drops": "frames that a reader too far behind was not given",
    "resyncs": "readers sent to look at a room anew",
    "gaps": "times that missing events were read from the table",
    "publish_failures": "messages that the layer did not take",
    "put_out": "readers sent back to the door because their rights changed",
}


def labelled(name: str, meaning: str, label: str, numbers: dict[Any, int]) -> Metric:
    """One number a kind."""
    family = CounterMetricFamily(f"cheong_live_{name}", meaning, labels=[label])
    for kind, number in sorted(numbers.items()):
        family.add_metric([str(kind)], number)
    return family
