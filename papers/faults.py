"""Why a paper is not taken, where more than one look may find it."""

from django.utils.translation import gettext as _

from district.refusals import Refusal


def mislabelled() -> Refusal:
    """The name says one thing and the bytes another."""
    return Refusal("file_mislabelled", _("파일 이름의 확장자와 실제 형식이 다릅니다."), 422)


def unsafe() -> Refusal:
    """It would run, fetch or hide something on the reader's machine."""
    return Refusal(
        "file_unsafe", _("매크로나 다른 파일이 들어 있거나 암호가 걸린 파일은 받지 않습니다."), 422
    )


def expands() -> Refusal:
    """It is small only while it is folded."""
    return Refusal("file_expands", _("펼치면 지나치게 커지는 파일이라 받지 않습니다."), 422)


def broken() -> Refusal:
    """Nobody could open it."""
    return Refusal("file_broken", _("파일이 손상되어 읽을 수 없습니다."), 422)
