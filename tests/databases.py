"""A migrated database in a second: migrations run once, then each run starts from a copy of their outcome."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from tests.source import APPS, ROOT

KEPT = ROOT / ".pytest_cache" / "migrated"
FRESH: list[str] = []  # what was migrated in this run and is worth keeping


@cache
def fingerprint() -> str:
    """Name the outcome of all migrations: ours by their text, those of others by the lock file."""
    digest = hashlib.sha256()
    ours = sorted(ROOT.glob("*/migrations/*.py"))
    for path in (ROOT / "uv.lock", *(each for each in ours if each.parts[-3] in APPS)):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def cached(name: str) -> Path:
    """Where the outcome for today's migrations is kept; older ones are thrown away as it is replaced."""
    return KEPT / f"{fingerprint()}.{name}"


def keep() -> None:
    """Migrate once for all runs to come, before any test's own time is counted."""
    from django.db import connection

    if connection.vendor == "sqlite":
        _kept_sqlite()
    else:
        _kept_postgres(connection.settings_dict)


def prepare(kept: Path | None = None) -> None:
    """Point Django at a fresh copy of the migrated database, or of what was built on it and put aside."""
    from django.db import connection

    address = connection.settings_dict
    name = _copied_sqlite(kept) if connection.vendor == "sqlite" else _copied_postgres(address)
    connection.close()
    # Threads that keep a connection would go on reading the copy before this one.
    address |= {"NAME": name, "CONN_MAX_AGE": 0}


def lay(place: Path) -> None:
    """Begin a house of its own with the migrated database, where its migrations are not the question."""
    shutil.copy(_kept_sqlite(), place)


def lay_postgres(url: str) -> str:
    """The same in a cluster of one's own: the address of a fresh copy there."""
    place = urlsplit(url)
    who = {"USER": place.username, "PASSWORD": place.password or ""}
    name = _copied_postgres({"HOST": place.hostname, "PORT": place.port, **who})
    return place._replace(path=f"/{name}").geturl()


def put_aside(place: Path) -> None:
    """Keep what was built, for those who begin with it; only an SQLite file can be."""
    from django.db import connection

    connection.close()  # the last to close it writes everything into the one file
    shutil.copy(connection.settings_dict["NAME"], place)


def renew(kept: Path | None = None) -> None:
    """Throw the copy away and take another."""
    from django.db import connection

    old = Path(connection.settings_dict["NAME"])
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()
    prepare(kept)
    if connection.vendor == "sqlite":
        shutil.rmtree(old.parent, ignore_errors=True)


def discard() -> None:
    """End the copy."""
    from django.db import connection

    address = connection.settings_dict
    connection.close()
    if connection.vendor == "sqlite":
        shutil.rmtree(Path(address["NAME"]).parent, ignore_errors=True)
    else:
        connection.close_pool()
        _postgres(address, f'DROP DATABASE "{address["NAME"]}" WITH (FORCE)')


def _kept_sqlite() -> Path:
    kept = cached("sqlite3")
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        # Two workers begin at once: one migrates, the other waits for it.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            _tidy()
            making = kept.with_suffix(f".{os.getpid()}")
            _migrate(f"sqlite:///{making}")
            making.replace(kept)
    return kept


def _kept_postgres(address: dict) -> str:
    template = f"cheong_{fingerprint()}"
    if not _postgres(address, "SELECT 1 FROM pg_database WHERE datname = %s", template):
        _tidy()
        _postgres(address, f'CREATE DATABASE "{template}_{os.getpid()}"')
        host = f"{address['USER']}:{address['PASSWORD']}@{address['HOST']}:{address['PORT']}"
        _migrate(f"postgresql://{host}/{template}_{os.getpid()}")
        _postgres(address, f'ALTER DATABASE "{template}_{os.getpid()}" RENAME TO "{template}"')
        FRESH.append(template)
    return template


def _copied_sqlite(kept: Path | None) -> str:
    place = Path(tempfile.mkdtemp(prefix="cheong-test-")) / "test.sqlite3"
    return str(shutil.copy(kept or _kept_sqlite(), place))


def _copied_postgres(address: dict) -> str:
    template, name = _kept_postgres(address), f"test_cheong_{os.getpid()}"
    _postgres(address, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    # Its files are copied as they are: by the log, as it would be otherwise, every page is written twice.
    _postgres(address, f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
    return name


def _postgres(address: dict, statement: str, *values: str) -> list:
    import psycopg

    with psycopg.connect(
        host=address["HOST"],
        port=address["PORT"],
        user=address["USER"],
        password=address["PASSWORD"],
        dbname="postgres",
        autocommit=True,
    ) as connection:
        answer = connection.execute(statement, values or None)
        return answer.fetchall() if answer.description else []


def _migrate(url: str) -> None:
    environment = os.environ | {"DATABASE_URL": url, "DEMO": "1", "REDIS_URL": ""}
    command = [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity", "0"]
    done = subprocess.run(
        command, env=environment, cwd=ROOT, timeout=240, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"migrate failed\n{done.stdout}\n{done.stderr}")


def _tidy() -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    for old in KEPT.iterdir():
        if old.name != "lock" and not old.name.startswith(fingerprint()):
            old.unlink(missing_ok=True)
