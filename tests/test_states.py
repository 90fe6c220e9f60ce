"""docs/states.md says no in no other words than docs/refusals.md."""

import re

from tests.source import ROOT, tables
from tests.states import PAGE


def test_every_code_of_the_page_is_a_refusal_that_is_documented():
    rows = [line for line in (ROOT / PAGE).read_text("utf-8").splitlines() if line.startswith("|")]
    said = {code for line in rows for code in re.findall("`([a-z_]+)`", line)}
    known = {row[0] for rows in tables("docs/refusals.md").values() for row in rows}
    assert len(said) > 40
    assert said - known == set()
