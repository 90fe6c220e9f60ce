"""투표함 열쇠. The private half of a secret vote's pair: a file outside the database, gone with the count.

Whoever holds such a file and the database opens the envelopes; docs/secret-votes.md says how it is kept.
"""

import hashlib
import logging
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from nacl.public import PrivateKey

from district.refusals import Refusal

log = logging.getLogger(__name__)
TAKING, COUNTING = ".key", ".counting"
"""A key that has been turned once is called otherwise: nobody puts a ballot into a box that was opened."""


class KeyFile(NamedTuple):
    """A key that lies in the folder, by the name of its lock, and since when."""

    name: str
    written: datetime


def make() -> bytes:
    """Cut a pair; the private half is on the disk before anybody can put a ballot under the public one."""
    key = PrivateKey.generate()
    public = bytes(key.public_key)
    try:
        _write(_place(name_of(public), TAKING), bytes(key))
    except OSError as trouble:
        log.error("A ballot key cannot be written: %s", trouble.strerror)
        raise _away() from trouble
    return public


def name_of(public: bytes) -> str:
    """The file is found by its lock: it tells of no vote, and a number given out twice finds no old key."""
    return hashlib.sha256(public).hexdigest()


def takes(public: bytes) -> bool:
    """Whether the key to such a box lies here and was never turned."""
    return _place(name_of(public), TAKING).exists()


def was_turned(public: bytes) -> bool:
    """Whether somebody has begun to count, perhaps in vain."""
    return _place(name_of(public), COUNTING).exists()


def turn(public: bytes) -> PrivateKey | None:
    """Take the key to count by; nothing if it is lost. The box takes no ballot from here on."""
    place = _place(name_of(public), COUNTING)
    try:
        with suppress(FileNotFoundError):
            _place(name_of(public), TAKING).rename(place)
            _settle(place.parent)
        key = PrivateKey(place.read_bytes())
    except (FileNotFoundError, ValueError):  # not there, or not as long as a key
        return None
    except OSError as trouble:  # a disk that does not answer is no lost key: nothing is given up for it
        log.error("A ballot key cannot be read: %s", trouble.strerror)
        raise _away() from trouble
    return key if bytes(key.public_key) == public else None


def delete(name: str) -> None:
    """Destroy a key; whatever hinders it, `tick` tries again every minute."""
    for place in (_place(name, TAKING), _place(name, COUNTING)):
        try:
            with suppress(FileNotFoundError):
                _empty(place)
                place.unlink()
                _settle(place.parent)
        except OSError as trouble:
            log.error("A ballot key cannot be deleted: %s", trouble.strerror)


def kept() -> Iterator[KeyFile]:
    """Every key that lies there now."""
    for place in settings.BALLOT_KEYS.glob("*.*"):
        with suppress(FileNotFoundError):  # another process was quicker
            yield KeyFile(place.stem, datetime.fromtimestamp(place.stat().st_mtime, UTC))


def _place(name: str, ending: str) -> Path:
    return settings.BALLOT_KEYS / f"{name}{ending}"


def _write(place: Path, secret: bytes) -> None:
    folder = place.parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        folder.chmod(0o700)
    # O_EXCL: a file or link that somebody laid there before is never written through.
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, secret)
        os.fsync(handle)
    except OSError:
        place.unlink()
        raise
    finally:
        os.close(handle)
    _settle(folder)


def _empty(place: Path) -> None:
    """An unlinked file still lies on the disk; its letters do not, where the disk writes in place."""
    handle = os.open(place, os.O_WRONLY | os.O_NOFOLLOW)
    try:
        os.write(handle, bytes(os.fstat(handle).st_size))
        os.fsync(handle)
    finally:
        os.close(handle)


def _settle(folder: Path) -> None:
    """That a file came or went outlives a power cut only once its folder is on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _away() -> Refusal:
    sentence = _("무기명 투표의 열쇠를 둔 곳이 답하지 않습니다. 아무것도 바뀌지 않았으니 다시 눌러 주세요.")
    return Refusal("ballot_keys_away", sentence, 503, seconds=5)
