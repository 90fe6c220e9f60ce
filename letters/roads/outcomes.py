"""What may come of a letter outside the house; anything else is a doubt."""

from requests import ConnectTimeout, RequestException
from requests.exceptions import SSLError, TooManyRedirects
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError

REACH, ANSWER = 5, 20
"""Seconds until somebody picks up, and until they have answered."""


class NoLine(Exception):  # noqa: N818 (a line that does not open is the weather, not a mistake)
    """Nobody answers at all."""


class SaidNo(Exception):  # noqa: N818
    """They answered, and took nothing."""


class Gone(Exception):  # noqa: N818
    """There is nobody there any more."""


class Unfit(Exception):  # noqa: N818
    """What should be said may not be said by this road."""


class Unsure(Exception):  # noqa: N818
    """They may have taken it."""


def said_by(status: int) -> None:
    """What an answer means; a gateway that broke in the middle may have passed it on before."""
    if 200 <= status < 300:
        return
    if status < 500 or status == 503:
        raise SaidNo(status)
    raise Unsure(status)


def meant_by(trouble: RequestException) -> Exception:
    """What a line that broke means: before the first word, nothing went; after it, nobody knows."""
    if isinstance(trouble, TooManyRedirects):
        return SaidNo("sent elsewhere")
    inner = trouble.args[0] if trouble.args else None
    cause = inner.reason if isinstance(inner, MaxRetryError) else None
    never = isinstance(trouble, ConnectTimeout | SSLError)
    if never or isinstance(cause, NewConnectionError | ConnectTimeoutError):
        return NoLine(type(trouble).__name__)
    return Unsure(type(trouble).__name__)
