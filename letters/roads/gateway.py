"""알림톡 사업자. The console, and a gateway by HTTP; another firm's is a class of three verbs."""

import sys
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from requests import RequestException, Response, Session

from letters.roads.outcomes import ANSWER, REACH, SaidNo, meant_by, said_by
from letters.sealing import masked

SHORT = 90
"""Bytes of a short message on Korean telephones; more is a long one."""


class NoTalk(Exception):  # noqa: N818
    """There is no KakaoTalk at this number."""


class Console:
    """For development: what would be sent stands where the worker writes."""

    def talk(self, number: str, message: Any) -> None:
        """Say it."""
        sys.stdout.write(f"알림톡 {masked(number)} ({message.template})\n{message.words}\n")
        sys.stdout.flush()

    def sms(self, number: str, words: str, key: str) -> None:
        """Say it."""
        sys.stdout.write(f"문자 {masked(number)}\n{words}\n")
        sys.stdout.flush()

    def close(self) -> None:
        """There is no line."""


class Http:
    """A gateway that takes JSON and answers at once whether it took it."""

    def __init__(self) -> None:
        self.session = Session()

    def talk(self, number: str, message: Any) -> None:
        """알림톡."""
        buttons = [{"name": name, "url": url} for name, url in message.buttons]
        said = {"to": number, "template": message.template, "words": message.words, "buttons": buttons}
        self.post("talk", message.key, said | {"sender": settings.TALK_SENDER})

    def sms(self, number: str, words: str, key: str) -> None:
        """문자, short or long by what it weighs."""
        kind = "sms" if len(words.encode("cp949", "replace")) <= SHORT else "lms"
        self.post(
            "sms", f"{key}:sms", {"to": number, "kind": kind, "words": words, "from": settings.SMS_SENDER}
        )

    def post(self, path: str, key: str, said: dict[str, Any]) -> None:
        """The letter's own key goes along: a gateway that knows it can refuse a second one, too."""
        headers = {"Authorization": f"Bearer {settings.TALK_KEY}", "Idempotency-Key": key}
        url = urljoin(f"{settings.TALK_URL.rstrip('/')}/", path)
        times = (REACH, ANSWER)
        try:
            answer = self.session.post(url, json=said, headers=headers, timeout=times, allow_redirects=False)
        except RequestException as trouble:
            raise meant_by(trouble) from trouble
        if answer.status_code in {404, 422} and code_of(answer) == "no_talk":
            raise NoTalk
        if 300 <= answer.status_code < 400:
            raise SaidNo(answer.status_code)
        said_by(answer.status_code)

    def close(self) -> None:
        """Let go of the line."""
        self.session.close()


def code_of(answer: Response) -> str:
    """Why it said no, in the gateway's words."""
    try:
        told = answer.json()
    except ValueError:
        return ""
    return str(told.get("code", "")) if isinstance(told, dict) else ""
