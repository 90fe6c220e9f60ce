"""deploy/ is run by hand and once in a while: what it names must be there on the day it is needed."""

import ast
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from daphne.cli import CommandLineInterface
from django.core.management import get_commands, load_command_class

from district.refusals import OperationalError, house_busy
from tests.source import ROOT, modules

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
FORWARDED = {"X-Forwarded-For", "X-Forwarded-Proto"}


def text(name):
    return (DEPLOY / name).read_text(encoding="utf-8")


def said():
    """The names and values of the example environment."""
    lines = (line for line in text("cheong.env").splitlines() if line and not line.startswith("#"))
    return dict(line.split("=", 1) for line in lines)


def settings_read():
    """Each plain name of cms/settings.py, with whether it has a default there."""
    for call in ast.walk(modules()["cms/settings.py"]):
        read = isinstance(call, ast.Call) and re.match(r"env\.\w+\Z", ast.unparse(call.func)) and call.args
        if read and isinstance(call.args[0], ast.Constant):
            yield call.args[0].value, len(call.args) > 1


def needed():
    """What a real house does not start without; a name that is asked for only sometimes counts too."""
    read = list(settings_read())
    once = {name for name, has_default in read if not has_default}
    return {name for name in once if not name.startswith("OIDC_")}


def commands():
    """Every line that starts something, of units, containers and the docs."""
    for unit in UNITS:
        for line in re.findall(r"^ExecStart=(.+)$", unit.read_text(encoding="utf-8"), re.M):
            yield unit.name, shlex.split(line)
    for name, service in composed()["services"].items():
        if "python manage.py" in str(service.get("command")):
            for line in service["command"].removeprefix("sh -c ").strip('"').split(" && "):
                yield name, shlex.split(line)
    yield (
        "Dockerfile",
        shlex.split(re.search(r"^CMD \[(.+)\]$", text("Dockerfile"), re.M)[1].replace(",", " ")),
    )


def composed():
    return yaml.safe_load(text("compose.yaml"))


def started():
    """The house's processes, without what stands before `daphne` or the command's name."""
    for where, words in commands():
        tool = "daphne" if "daphne" in words else "manage.py"
        yield where, tool, words[words.index(tool) + 1 :]


def test_the_example_environment_names_no_setting_that_is_not_read():
    assert set(said()) - {name for name, _ in settings_read()} == set()


def test_the_example_environment_names_every_setting_a_house_needs():
    assert {"SECRET_KEY", "CI_KEY", "REF_KEY", "MAIL_HOST"} <= needed()
    assert needed() - set(said()) == set()


def test_no_key_lies_in_the_repository():
    assert {said()[name] for name in said() if name.endswith(("_KEY", "_TOKEN", "_PASSWORD"))} == {""}


def test_the_example_environment_makes_its_keys_once_and_opens_a_house(tmp_path):
    place = tmp_path / "cheong.env"
    place.write_text(text("cheong.env"), encoding="utf-8")
    line = re.search(r"^#\s+(for k in .+)$", text("cheong.env"), re.M)[1]
    line = line.replace("/etc/cheong/cheong.env", str(place))
    subprocess.run(["sh", "-c", line], check=True)
    filled = place.read_text(encoding="utf-8")
    subprocess.run(["sh", "-c", line], check=True)
    assert place.read_text(encoding="utf-8") == filled
    names = dict(row.split("=", 1) for row in filled.splitlines() if row and not row.startswith("#"))
    assert len({names[key] for key in ("SECRET_KEY", "CI_KEY", "REF_KEY", "METRICS_TOKEN")}) == 4
    opened = start(names | {"DATA_DIR": str(tmp_path)}, "print(s.HTTPS, s.DATABASES['default']['ENGINE'])")
    assert opened.stdout.split() == ["True", "django.db.backends.postgresql"], opened.stderr


def test_a_house_does_not_open_with_a_key_that_was_left_empty(tmp_path):
    whole = {"SECRET_KEY": "s" * 32, "CI_KEY": "c" * 32, "REF_KEY": "r" * 32, "DATA_DIR": str(tmp_path)}
    assert start(whole).returncode == 0
    for name in ("SECRET_KEY", "CI_KEY", "REF_KEY"):
        refused = start(whole | {name: ""})
        assert refused.returncode != 0
        assert name in refused.stderr


def start(environment, then="pass"):
    """A process that reads the settings from this environment and nothing else."""
    script = f"import cms.settings as s; {then}"
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"} | environment
    command = [sys.executable, "-c", script]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)


def test_every_command_started_is_one_of_ours_with_options_it_has(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    asked = [(where, words) for where, tool, words in started() if tool == "manage.py"]
    assert {words[0] for _, words in asked} == {"db_worker", "tick", "migrate", "collectstatic"}
    for where, (name, *options) in asked:
        command = load_command_class(get_commands()[name], name)
        assert command.create_parser("manage.py", name).parse_args(options), where


def test_every_web_process_is_started_in_the_same_way():
    ways = {where: words for where, tool, words in started() if tool == "daphne"}
    assert set(ways) == {"cheong@.service", "Dockerfile"}
    for words in ways.values():
        options = CommandLineInterface().parser.parse_args(words)
        assert options.application == "cms.asgi:application"
        assert (options.ping_interval, options.ping_timeout) == (20, 20)
        # At one, Daphne writes down who read what (docs/watching.md).
        assert (options.verbosity, options.access_log) == (0, None)
        assert "backlog=1024" in options.socket_strings[0]


def test_processes_listen_where_the_front_server_looks():
    unit = text("systemd/cheong@.service")
    port, place = re.search(r"tcp:port=(\S+?):interface=([^:]+):", unit).groups()
    wanted = {f"{place}:{port.replace('%i', number)}" for number in ("01", "02")}
    caddy = re.search(r"\{\$CHEONG_PROCESSES:([^}]+)\}", text("Caddyfile"))[1]
    nginx = re.findall(r"^\s+server ([0-9.:]+) ", text("nginx.conf"), re.M)
    assert set(caddy.split()) == set(nginx) == wanted
    services = composed()["services"]
    container = re.search(r"tcp:port=(\d+)", text("Dockerfile"))[1]
    behind = services["proxy"]["environment"]["CHEONG_PROCESSES"].split()
    assert behind == [f"{name}:{container}" for name in services if name.startswith("web")]
    assert f"EXPOSE {container}" in text("Dockerfile")
    assert f"127.0.0.1:{container}/readyz" in text("Dockerfile")


def test_the_house_answers_under_the_name_by_which_it_is_looked_after():
    checked = re.search(r"health_headers \{\s+Host (\S+)", text("Caddyfile"))[1]
    assert checked in said()["ALLOWED_HOSTS"].split(",")
    assert said()["TRUSTED_PROXIES"] == "127.0.0.1"
    assert f"https://{said()['ALLOWED_HOSTS'].split(',')[0]}" == said()["BASE_URL"]


def test_the_network_of_the_containers_is_the_one_that_is_believed():
    pieces = composed()
    (network,) = pieces["networks"]["default"]["ipam"]["config"]
    houses = [one for one in pieces["services"].values() if one.get("env_file")]
    assert len(houses) == 5
    assert {one["environment"]["TRUSTED_PROXIES"] for one in houses} == {network["subnet"]}
    assert set(houses[0]["environment"]) <= {name for name, _ in settings_read()}


def test_every_volume_that_is_mounted_is_declared():
    pieces = composed()
    mounted = {line.split(":")[0] for one in pieces["services"].values() for line in one.get("volumes", ())}
    assert {name for name in mounted if not name.startswith(".")} == set(pieces["volumes"])
    assert all((DEPLOY / name).exists() for name in mounted if name.startswith("."))


def test_everything_a_unit_names_is_there():
    units = {unit.name for unit in UNITS}
    for unit in UNITS:
        words = unit.read_text(encoding="utf-8")
        assert set(re.findall(r"^(?:PartOf|WantedBy)=(\S+)$", words, re.M)) <= units | {"multi-user.target"}
        for page in re.findall(r"/opt/cheong/current/(\S+)", words):
            assert (ROOT / page).exists(), unit.name
    assert "cheong-tick.service" in units  # what cheong-tick.timer starts, by its name


def test_a_closed_house_says_the_same_whoever_says_it():
    sentence = str(house_busy(OperationalError()))
    for name in ("Caddyfile", "nginx.conf"):
        assert text(name).count(sentence) == 2, name
        assert text(name).count('"code":"house_busy"') == 1


def test_the_numbers_of_a_process_are_not_open_to_the_world():
    for path in ("/metrics", "/readyz"):
        assert re.search(rf"handle {path} \{{\s+respond 404", text("Caddyfile"))
        assert f"location = {path} {{ return 404; }}" in text("nginx.conf")


def test_every_number_to_be_watched_is_counted():
    watched = set(re.findall(r"cheong_[a-z_]+[a-z]", section("What to watch")))
    counted = set(re.findall(r"cheong_[a-z_]+[a-z]", (ROOT / "docs/watching.md").read_text(encoding="utf-8")))
    assert len(watched) > 8
    assert watched - counted == set()


def section(heading):
    page = (ROOT / "docs/deploy.md").read_text(encoding="utf-8")
    return page.split(f"## {heading}\n")[1].split("\n## ")[0]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("systemd-analyze", ["verify", "--man=no", *map(str, UNITS)]),
        ("caddy", ["validate", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile")]),
        ("sh", ["-n", str(DEPLOY / "roll")]),
    ],
)
def test_the_tools_themselves_take_these_files(tool, arguments, tmp_path):
    if shutil.which(tool) is None:
        pytest.skip(f"no {tool} here")
    environment = os.environ | {"XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    checked = subprocess.run(
        [tool, *arguments], env=environment, cwd=Path("/"), capture_output=True, text=True, check=False
    )
    assert (checked.returncode, "Failed" in checked.stderr) == (0, False), checked.stderr
