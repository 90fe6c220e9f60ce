"""Coming in: what one more reader costs, signed in or not; and what a thousand cost who only sit there.

    python benchmarks/connect.py [--readers 1000] [--rounds 3]

Each reader is a person with a session, in a migrated SQLite. At our door it shows a sealed ticket, at that of
Channels' AuthMiddlewareStack its cookie. The first hundred are not counted: they find the house still cold.
"""

import os
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from fleet import ours, stock
from harness import ROOT, Figures, Table, Target, measure, report, wish

sys.path.insert(0, str(ROOT))
FIRST, REST = 100, 6
COOKIE = "Cookie: sessionid={line}"


def main() -> None:
    """Measure, hold against the targets, say."""
    asked = wish(__doc__)
    asked.add_argument("--readers", type=int, default=1000)
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="cheong-connect-") as folder:
        env = furnished(Path(folder), wanted.readers + FIRST)
        tickets, cookies = Path(folder) / "tickets", Path(folder) / "cookies"
        doors = {
            "ours": (partial(ours, **env), {"lines": tickets}),
            "ours-guest": (partial(ours, **env), {}),
            "stock": (partial(stock, AUTH="1", **env), {"lines": cookies, "header": COOKIE}),
            "stock-guest": (partial(stock, **env), {}),
        }

        def cell(door: str) -> Figures:
            opened, wishes = doors[door]
            with opened() as room:
                all_of_them = wanted.readers + FIRST
                return room.load(readers=all_of_them, first=FIRST, hold=REST, pub="none", **wishes)

        told = measure({door: partial(cell, door) for door in doors}, wanted.rounds)
    columns = ("who comes in", "CPU ms each", "× stock", "KB each", "× stock", "CPU a second, at rest")
    table = Table(f"{wanted.readers:,} readers, one by one", *columns)
    for door, against, label in (
        ("ours", "stock", "ours, signed in: a sealed ticket"),
        ("stock", "stock", "stock, signed in: session and user"),
        ("ours-guest", "stock-guest", "ours, a guest"),
        ("stock-guest", "stock-guest", "stock, a guest"),
    ):
        cpu, memory = (told.ratio(door, against, key) for key in ("conn_ms", "conn_kb"))
        resting = f"{told.median(door, 'resting') * 1e3:.1f} ms"
        table.add(label, told.median(door, "conn_ms"), cpu, told.median(door, "conn_kb"), memory, resting)
    cpu, memory = (told.ratio("ours", "stock", key) for key in ("conn_ms", "conn_kb"))
    targets = [
        Target("authenticated connection, CPU vs stock session + user", cpu, 0.55, 0.40, least=False),
        Target("memory per connection vs stock", memory, 0.92, 0.80, least=False),
    ]
    report("connect", [table], targets, told)


def furnished(folder: Path, people: int) -> dict[str, str]:
    """A house with so many people signed in; `tickets` and `cookies` hold what each shows at the door."""
    url = f"sqlite:///{folder}/house.sqlite3"
    os.environ |= {"DEMO": "1", "DATA_DIR": str(folder), "DATABASE_URL": url, "REDIS_URL": ""}
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings"
    from tests.databases import lay

    lay(folder / "house.sqlite3")
    import django

    django.setup()
    from district.models import Person

    made = Person.objects.bulk_create(
        Person(email=f"reader{n}@gwanak.example", password="!", name=f"이웃{n}") for n in range(people)
    )
    shown = [credentials(person) for person in made]
    for name, texts in zip(("tickets", "cookies"), zip(*shown, strict=True), strict=True):
        (folder / name).write_text("\n".join(texts))
    return {"DATABASE_URL": url}


def credentials(person: object) -> tuple[str, str]:
    """The ticket and the session cookie of somebody who signed in."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from realtime import tickets

    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.create()
    stamp, until = tickets.stamp_of(person), time.time() + 3600
    ticket = tickets.Ticket(person.pk, "bench/1", ["read"], tickets.COOKIE, store.session_key, until, stamp)
    return tickets.seal(ticket), store.session_key


if __name__ == "__main__":
    main()
