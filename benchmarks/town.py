"""A district of its own for benchmarks that ask the whole house: the demo's, with a short and a long talk."""

import os
import re
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from harness import ROOT, Server

sys.path.insert(0, str(ROOT))
SHORT, LONG = 100, 100_000
RESIDENT = "resident0002@gwanak.example"
EVERY_REPLY = 5  # of so many words one answers another
BODY = "별빛내린천 산책길의 조명을 조금 더 밝게, 그러나 잠든 집에는 비치지 않게 해 주시면 좋겠습니다."


@dataclass
class Town:
    """What was built, and how to get in."""

    env: dict[str, str]
    talks: dict[int, int] = field(default_factory=dict)
    """Threads by how many words are in them."""
    middle: dict[int, int] = field(default_factory=dict)
    """And a word from the middle of each."""
    session: str = ""
    ticket: str = ""
    postmaster: int = 0

    def serve(self) -> Server:
        """One Daphne, as a district runs it."""
        command = [sys.executable, "-m", "daphne", "-b", "127.0.0.1", "-p", "{port}", "-v", "0"]
        return Server([*command, "cms.asgi:application"], ready="/healthz", **self.env)

    def database_cpu(self) -> float:
        """CPU seconds of the database's own processes; SQLite has none."""
        return sum(map(seconds_of, family(self.postmaster))) if self.postmaster else 0.0


@contextmanager
def town(database: str = "sqlite", *, long: int = LONG) -> Iterator[Town]:
    """The demo district in a folder that goes with it; without the long talk a single question is enough."""
    with TemporaryDirectory(prefix="cheong-town-") as folder:
        env = {
            "DEMO": "1", "DATA_DIR": folder, "LOG_LEVEL": "ERROR", "REDIS_URL": "",
            "SECRET_KEY": secrets.token_hex(), "DATABASE_URL": f"sqlite:///{folder}/town.sqlite3",
            "PACE_PERSON": "100000/60", "PACE_ADDRESS": "100000/60",
        }  # fmt: skip
        if database == "postgresql":
            from tests.servers import start_postgres

            env["DATABASE_URL"] = start_postgres()
        os.environ |= env | {"DJANGO_SETTINGS_MODULE": "cms.settings"}
        yield built(Town(env), long)


def built(town: Town, long: int) -> Town:
    """Migrated, furnished, and talked in."""
    import django

    django.setup()
    from deliberation.models import Thread
    from district.models import Person

    furnish(town, demo=bool(long))
    person = Person.objects.get(email=RESIDENT)
    town.session = session_of(person)
    threads = Thread.objects.filter(question__isnull=False, told="open").order_by("standing_comments")
    for thread, count in zip(threads, filter(None, (SHORT, long)), strict=False):
        talk(thread, count, person)
        town.talks[count] = thread.pk
        first = thread.comments.filter(parent=None).order_by("pk").values_list("pk", flat=True)
        town.middle[count] = first[len(first) // 2]
    settled(town)
    return town


def furnish(town: Town, *, demo: bool) -> None:
    """A copy of the migrated database, and what stands in it."""
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from cms.demo.build import build
    from tests import databases

    databases.prepare()
    name = connection.settings_dict["NAME"]
    lite = connection.vendor == "sqlite"
    server = town.env["DATABASE_URL"].rpartition("/")[0]
    town.env["DATABASE_URL"] = f"sqlite:///{name}" if lite else f"{server}/{name}"
    if demo:
        call_command("collectstatic", verbosity=0, interactive=False)
        build(timezone.now())
    else:
        one_question(timezone.now())


def settled(town: Town) -> None:
    """Let PostgreSQL know its tables, and find the process that all of its others come from."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
            cursor.execute("SELECT pg_backend_pid()")
            backend = cursor.fetchone()[0]
        town.postmaster = int(re.search(r"PPid:\t(\d+)", Path(f"/proc/{backend}/status").read_text())[1])
    connection.close()


def one_question(at: datetime) -> None:
    """All that a talk needs: somebody who asks, a threshold, and a resident."""
    from deliberation.actions import open_question
    from deliberation.models import ParticipationPolicy, Thread
    from district.dates import day
    from district.models import Department, Person

    ParticipationPolicy.objects.create(
        valid_from=day(at - timedelta(days=9)), source="조례", voices_needed=100
    )
    open_question(
        title="밤길을 더 밝게 하려면 무엇이 먼저입니까?", slug="night-walk", kind="governance",
        purpose="어두운 골목의 순서를 정합니다.", department=Department.objects.create(name="도로관리과"),
        opens_at=at - timedelta(days=7), closes_at=at + timedelta(days=7), by=None, at=at - timedelta(days=8),
    )  # fmt: skip
    Thread.objects.update(told="open")
    Person.objects.create_user(RESIDENT, name="홍길동", level=2, level_basis="identity")


def talk(thread: object, count: int, person: object) -> None:
    """So many words under one question, as many as the actions would have left standing, but at once."""
    from django.utils import timezone

    from deliberation.models import Comment
    from district.models import Person

    at, authors = timezone.now(), [person, *Person.objects.filter(email__startswith="neighbor")[:50]]
    missing = count - thread.comments.count()
    made = [
        Comment(thread=thread, author=authors[n % len(authors)], body=f"{BODY} {n}", posted_at=at)
        for n in range(missing)
    ]
    spoken = Comment.objects.bulk_create(made, batch_size=2000)
    answers = spoken[EVERY_REPLY::EVERY_REPLY]
    for comment, above in zip(answers, spoken[EVERY_REPLY - 1 :: EVERY_REPLY], strict=False):
        comment.parent = above
    Comment.objects.bulk_update(answers, ["parent"], batch_size=500)
    type(thread).objects.filter(pk=thread.pk).update(standing_comments=count)


def session_of(person: object) -> str:
    """The key of a session, as signing in would have left it."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.create()
    return store.session_key


def family(pid: int) -> list[int]:
    """A process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, children)]


def seconds_of(pid: int) -> float:
    """Its CPU seconds, those of its dead children included."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
