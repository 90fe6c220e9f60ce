"""The connections to PostgreSQL that the requests of one process share."""

from typing import Any

LEAST, MOST = 1, 20


def keep_looking(pool: Any) -> None:
    """Look for a lost database once a second: it may be back long before anybody is told.

    Left to itself the pool looks after 1, 2, 4, 8 … seconds, and once it gave up, for each request anew.
    """
    if not pool.get_stats()["pool_size"]:
        pool.resize(LEAST + 1, MOST)  # only a pool that grows dials of its own accord
        pool.resize(LEAST, MOST)


OPTIONS: dict[str, Any] = {
    "min_size": LEAST,
    "max_size": MOST,
    "reconnect_timeout": 1,
    "reconnect_failed": keep_looking,
}
