"""What docs/ says is so: every refusal, event, room and setting, and nothing that is no more."""

import ast
import re
from fnmatch import fnmatch

from realtime.kinds import kinds
from tests.source import ROOT, calls, modules, tables, words_in


def refusals_in_code():
    """Each code with the statuses it is given."""
    found, unnamed = {}, []
    for place, call in calls("Refusal"):
        code = words_in(call.args[0]) if call.args else set()
        if not code:
            unnamed.append(place)
        status = call.args[2] if len(call.args) > 2 else None
        status = next((each.value for each in call.keywords if each.arg == "status"), status)
        for each in code:
            found.setdefault(each, set()).add(status.value if isinstance(status, ast.Constant) else 409)
    return found, unnamed


def documented_refusals():
    return {row[0]: row for rows in tables("docs/refusals.md").values() for row in rows}


def test_every_refusal_is_made_under_a_name_that_can_be_looked_up():
    assert refusals_in_code()[1] == []


def test_every_refusal_stands_in_the_docs_and_no_other_does():
    documented, made = set(documented_refusals()), set(refusals_in_code()[0])
    assert made - documented == set(), "not in docs/refusals.md"
    assert documented - made == set(), "nobody refuses with these any more"


def test_a_refusal_has_one_status_and_it_is_the_documented_one():
    made, documented = refusals_in_code()[0], documented_refusals()
    assert {code: each for code, each in made.items() if len(each) > 1} == {}
    stated = {code: int(row[1]) for code, row in documented.items()}
    assert {code: each for code, each in made.items() if code in stated and each != {stated[code]}} == {}


def test_no_refusal_is_documented_twice():
    codes = [row[0] for rows in tables("docs/refusals.md").values() for row in rows]
    assert sorted(code for code in codes if codes.count(code) > 1) == []


def events_in_code():
    """Every name given to publish()."""
    found, unnamed = set(), []
    for place, call in calls("publish"):
        if len(call.args) < 3:  # a carrier's own publish(room, message)
            continue
        names = words_in(call.args[1])
        found |= names
        if not names:
            unnamed.append(place)
    return found, unnamed


def test_every_event_that_happens_is_documented_and_no_other():
    happening, unnamed = events_in_code()
    documented = {row[0] for rows in tables("docs/events.md").values() for row in rows}
    assert unnamed == []
    assert happening - documented == set(), "not in docs/events.md"
    assert documented - happening == set(), "these no longer happen"


def test_every_kind_of_room_documents_exactly_the_events_heard_in_it():
    sections = {heading.split("/")[0].split()[0]: rows for heading, rows in tables("docs/events.md").items()}
    for kind, rooms in kinds.items():
        assert kind in sections or not rooms.events, f"no section for {kind} in docs/events.md"
        assert {row[0] for row in sections.get(kind, [])} == set(rooms.events), kind


def test_every_room_says_in_korean_what_its_events_mean():
    for kind, rooms in kinds.items():
        for name, sentence in rooms.events.items():
            assert re.search("[가-힣]", str(sentence)), f"{kind}: {name}"


def settings_read():
    """Every name cms/settings.py reads; one that is put together stands as a pattern."""
    for call in ast.walk(modules()["cms/settings.py"]):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
            continue
        if not (isinstance(call.func.value, ast.Name) and call.func.value.id == "env" and call.args):
            continue
        if isinstance(call.args[0], ast.JoinedStr):
            parts = call.args[0].values
            yield "".join(str(each.value) if isinstance(each, ast.Constant) else "*" for each in parts)
        else:
            yield call.args[0].value


def test_every_setting_stands_in_the_docs_and_no_other_does():
    read = set(settings_read())
    documented = {row[0] for rows in tables("docs/settings.md").values() for row in rows}
    plain, patterns = {name for name in read if "*" not in name}, {name for name in read if "*" in name}
    assert plain - documented == set(), "not in docs/settings.md"
    assert [each for each in patterns if not any(fnmatch(name, each) for name in documented)] == []
    no_more = {name for name in documented - plain if not any(fnmatch(name, each) for each in patterns)}
    assert no_more == set(), "no longer read"


def test_only_the_settings_read_the_environment():
    starters = {"cms/settings.py", "cms/asgi.py", "cms/management/commands/demo.py"}
    readers = {
        path
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    }
    assert readers - starters == set()


def test_every_page_the_readme_points_to_is_there():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", readme)
    assert [link for link in links if not (ROOT / link).exists()] == []
