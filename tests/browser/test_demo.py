"""bin/demo: what a newcomer sees in the first minutes."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.browser.conftest import ROOT, sign_in, start_demo, stop_demo


def test_the_demo_says_where_it_is_and_who_to_log_in_as(demo):
    said = demo.said()
    assert demo.url in said
    assert "cheong-demo" in said
    assert len(re.findall(r"^\s+[\w.]+@gwanak\.example\s+\S", said, re.MULTILINE)) >= 5


def test_every_login_it_prints_opens_the_door(demo, visitor):
    for email in re.findall(r"^\s+([\w.]+@gwanak\.example)", demo.said(), re.MULTILINE)[:3]:
        page = visitor()
        sign_in(page, email)
        page.goto("/me/")
        assert "/accounts/login/" not in page.url


def test_a_meeting_stands_ready_whose_quorum_two_people_make(demo, visitor):
    for role in ("협치회의 위원", "협치회의 민간공동의장", "협치회의 간사", "공론장 진행"):
        assert role in demo.said()
    page = visitor(as_="member0001")
    page.goto("/me/duties/")
    page.get_by_text("회의장 들어가기").first.click()
    page.get_by_text("재적 38 · 출석 18 · 의사정족수 20 · 2명 모자람").first.wait_for()
    page.get_by_role("button", name="출석하기").wait_for()
    page.goto("/governance/committees/governance-council/?tab=resolutions")
    page.get_by_text("수정가결").first.wait_for()


def test_a_port_that_is_taken_is_said_in_one_sentence(demo, tmp_path):
    port = demo.url.rsplit(":", 1)[1]
    command = [sys.executable, "manage.py", "demo", "--port", port, "--data", str(tmp_path)]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"DEMO": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert port in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.long
@pytest.mark.timeout(600)
def test_a_demo_that_is_ended_leaves_nothing_running_and_starts_again_as_it_was(tmp_path):
    first = start_demo(tmp_path / "demo")
    children = _children(first.process.pid)
    assert len(children) == 2
    assert stop_demo(first) == 0
    until = time.monotonic() + 10
    while any(map(_runs, children)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(map(_runs, children))
    began = time.monotonic()
    again = start_demo(tmp_path / "demo")
    assert time.monotonic() - began < 60
    assert stop_demo(again) == 0


def _children(pid):
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return (
        [int(each) for each in listed.read_text().split()] if listed.exists() else pytest.skip("needs Linux")
    )


def _runs(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
