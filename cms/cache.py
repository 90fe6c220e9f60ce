"""A cache that is away is an empty one: the house answers more slowly, and it answers."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

log = logging.getLogger(__name__)
PATIENCE = SILENCE = 1
"""Seconds: how long one answer is waited for, and how long nobody asks after none came."""


pools: dict[str, dict[int, Any]] = {}
silent_until: dict[str, float] = {}
"""By server, for all requests: Django makes each its own cache, which would dial and wait anew."""


class Client(RedisCacheClient):
    """Asks Valkey, and where it does not answer, remembers nothing."""

    def __init__(self, servers: list[str], **options: Any) -> None:
        super().__init__(servers, **options)
        self.server = ",".join(servers)
        self._pools = pools.setdefault(self.server, {})

    def tried[R](self, job: Callable[..., R], instead: R, *args: Any, **kwargs: Any) -> R:
        """What Valkey says, or what an empty cache would say."""
        if time.monotonic() < silent_until.get(self.server, 0.0):
            return instead
        try:
            return job(*args, **kwargs)
        except (RedisError, OSError) as trouble:
            # Or every page would wait for each of its look-ups.
            silent_until[self.server] = time.monotonic() + SILENCE
            log.warning("The cache is away: %s", trouble)
            return instead

    def add(self, *args: Any) -> bool:
        return self.tried(super().add, True, *args)

    def get(self, key: Any, default: Any) -> Any:
        return self.tried(super().get, default, key, default)

    def set(self, *args: Any) -> None:
        return self.tried(super().set, None, *args)

    def touch(self, *args: Any) -> bool:
        return self.tried(super().touch, False, *args)

    def delete(self, *args: Any) -> bool:
        return self.tried(super().delete, False, *args)

    def get_many(self, *args: Any) -> dict[Any, Any]:
        return self.tried(super().get_many, {}, *args)

    def has_key(self, *args: Any) -> bool:
        return self.tried(super().has_key, False, *args)

    def incr(self, key: Any, delta: int) -> int:
        if (count := self.tried(super().incr, None, key, delta)) is None:
            raise ValueError(f"Key {key!r} not found.")  # as of a key that is not there
        return count

    def set_many(self, *args: Any) -> None:
        return self.tried(super().set_many, None, *args)

    def delete_many(self, *args: Any) -> None:
        return self.tried(super().delete_many, None, *args)

    def clear(self) -> bool:
        return self.tried(super().clear, False)


class ForgivingCache(RedisCache):
    """Django's cache on Valkey, for a house that outlives it."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = Client
        hurried = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
        self._options = hurried | {"retry": Retry(NoBackoff(), 0)} | params.get("OPTIONS", {})
