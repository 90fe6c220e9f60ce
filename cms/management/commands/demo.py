"""Open the demo district: `bin/demo`."""

import fcntl
import hashlib
import os
import secrets
import signal
import socket
import subprocess
import sys
from argparse import SUPPRESS, ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from channels.routing import get_default_application
from daphne.endpoints import build_endpoint_description_strings
from daphne.server import Server
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.demo.build import build
from cms.demo.facts import facts
from cms.demo.sheet import SHEETS, build_sheet
from district.models import District

HOST = "127.0.0.1"
LIVING = "gwanak"
"""The district that lives; of the others only the pledge sheet is known."""
PING = 20  # seconds: a telephone that fell asleep is let go
BESIDE = (["db_worker", "--no-reload"], ["tick", "--every", "60"])


class Command(BaseCommand):
    help = "Builds a small living district and serves it until stopped."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="where to listen on this machine")
        parser.add_argument("--data", type=Path, help="the folder of its database and files (.demo)")
        parser.add_argument(
            "--district",
            choices=[LIVING, *SHEETS],
            default=LIVING,
            help="which one: the living district, or one with its pledge sheet alone",
        )
        parser.add_argument("--residents", type=int, default=0, help="how many verified residents to add")
        # A relative folder is meant from where bin/demo was called, not from where it has gone since.
        parser.add_argument("--from", type=Path, default=Path.cwd(), dest="started_in", help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        port, name = options["port"], options["district"]
        _live_in(options["started_in"] / options["data"] if options["data"] else _folder_of(name), port)
        _check_free(port)
        with _alone():
            call_command("migrate", verbosity=0, interactive=False)
            _check_own(name)
            _collect_static()
            at = timezone.now()
            logins = build(at, options["residents"]) if name == LIVING else build_sheet(name, at)
        self._greet(port, logins)
        with _beside():
            _serve(port)

    def _greet(self, port: int, logins: dict[str, str]) -> None:
        """Say where the district is and who may be whom."""
        home = f"http://{HOST}:{port}"
        addresses = {_("누리집"): "/", _("업무 화면"): "/desk/", _("API 안내"): "/api/v1/"}
        lines = ["", _("시연 구청을 열었습니다. 끝내려면 Ctrl+C를 누르십시오."), ""]
        lines += [f"  {home}{path:<12} {name}" for name, path in addresses.items()]
        lines += ["", _("로그인하실 계정입니다. 비밀번호는 모두 cheong-demo입니다."), ""]
        lines += [f"  {email:<36} {role}" for role, email in logins.items()]
        self.stdout.write("\n".join(lines) + "\n")
        self.stdout.flush()


def _folder_of(name: str) -> Path:
    """Each district has a folder of its own; started anew with its settings, it is there already."""
    data = Path(settings.DATA_DIR)
    mine = name == LIVING or data.name.endswith(f"-{name}")
    return data if mine else data.with_name(f"{data.name}-{name}")


def _check_own(name: str) -> None:
    """Refuse to build one district into another's rooms."""
    names = {LIVING: facts(LIVING)["district"]["name"]}
    names |= {each: facts(f"pledges/{each}")["district"]["name"] for each in SHEETS}
    here = District.current().name
    if here in set(names.values()) - {names[name]}:
        sentence = _("이 폴더에는 %(name)s의 시연 자료가 있습니다. --data로 다른 폴더를 주십시오.")
        raise CommandError(sentence % {"name": here})


def _live_in(data: Path, port: int) -> None:
    """Start over with the settings this demo needs, if they were read with others."""
    address = f"http://{HOST}:{port}"
    data = data.resolve()
    data.mkdir(parents=True, exist_ok=True)
    secret = _secret_of(data)
    if (settings.DATA_DIR.resolve(), settings.BASE_URL, settings.SECRET_KEY) != (data, address, secret):
        os.execve(  # noqa: S606 (the same program again)
            sys.executable,
            [sys.executable, *sys.argv],
            os.environ | {"DATA_DIR": str(data), "BASE_URL": address, "SECRET_KEY": secret},
        )


def _secret_of(data: Path) -> str:
    """A key of its own for each demo: the one in the settings is read by everybody, and forges sessions."""
    kept = data / "secret"
    if not kept.exists():
        aside = data / f"secret.{os.getpid()}"
        aside.touch(mode=0o600)
        aside.write_text(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(aside, kept)  # two starts at once agree on whichever came first
        aside.unlink()
    return kept.read_text()


def _check_free(port: int) -> None:
    with socket.socket() as asked:
        # As the server will ask: a port that was just left behind is free.
        asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            asked.bind((HOST, port))
        except OSError as error:
            sentence = _("%(port)d번 포트를 다른 프로그램이 쓰고 있습니다. --port로 다른 번호를 주십시오.")
            raise CommandError(sentence % {"port": port}) from error


@contextmanager
def _alone() -> Iterator[None]:
    """Let a second demo on the same folder wait until the first has built it."""
    with (settings.DATA_DIR / "building.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _collect_static() -> None:
    """Gather the files that browsers fetch, only when one of them has changed."""
    digest = hashlib.sha256((settings.BASE_DIR / "uv.lock").read_bytes())
    for path in sorted((settings.BASE_DIR / "static").rglob("*")):
        facts = path.stat()
        digest.update(f"{path}\0{facts.st_mtime_ns}\0{facts.st_size}\n".encode())
    made = settings.DATA_DIR / "static.made"
    if made.exists() and made.read_text() == digest.hexdigest():
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    made.write_text(digest.hexdigest())


@contextmanager
def _beside() -> Iterator[None]:
    """Keep the worker and the clock running as long as the server does."""
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    children = [subprocess.Popen([*manage, *command]) for command in BESIDE]
    try:
        yield
    finally:
        for child in children:
            child.send_signal(signal.SIGTERM)
        for child in children:
            try:
                child.wait(timeout=10)
            except subprocess.TimeoutExpired:
                child.kill()


def _serve(port: int) -> None:
    """Serve pages, API and rooms from one process until told to stop."""
    # Only now, when the static files are gathered: whitenoise looks at them once.
    application = get_default_application()
    endpoints = build_endpoint_description_strings(host=HOST, port=port)
    Server(application, endpoints, ping_interval=PING, ping_timeout=PING).run()
