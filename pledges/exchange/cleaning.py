"""거르기. What must never come in, and what a scan misread: put right before anybody reads it."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from pledges.exchange.told import Problem, Told

TELEPHONE = re.compile(
    r"\(?(?:☎|☏|\(?전화\)?:?)?\s*\(?0[0-9]{1,2}[-.)\s]{1,2}[0-9]{3,4}[-.\s][0-9]{4}\)?|[☎☏]"
)
# 감사담당관: ○○○ · 담당 홍길동
NAMED = re.compile(r"\s*[:：].*$|\s*[○●◯]{2,}.*$|\s*\(.*\)\s*$")
# A committee of the district, misread as a party: see domain A8.
PARTY = "더불어민주당"
UNCERTAIN = " (uncertain)"


def corrections(issues: Any) -> dict[str, list[tuple[str, str]]]:
    """What was misread and as what it is to be read, by the code of the sheet."""
    told: dict[str, list[tuple[str, str]]] = {}
    for row in issues if isinstance(issues, list) else ():
        if not isinstance(row, dict):
            continue
        printed, read_as = str(row.get("printed") or ""), str(row.get("read_as") or "")
        if printed and not printed.startswith("["):
            told.setdefault(str(row.get("seed", "")), []).append((printed, read_as.removesuffix(UNCERTAIN)))
    return {code: sorted(pairs, key=lambda pair: -len(pair[0])) for code, pairs in told.items()}


def corrected(value: Any, pairs: Sequence[tuple[str, str]]) -> Any:
    """The same with every misread word put right, however deep it stands."""
    if isinstance(value, str):
        for printed, read_as in pairs:
            value = value.replace(printed, read_as)
        return value
    if isinstance(value, list):
        return [corrected(each, pairs) for each in value]
    if isinstance(value, Mapping):
        return {name: corrected(each, pairs) for name, each in value.items()}
    return value


def clean(value: Any, told: Told, line: int, pledge: str) -> Any:
    """The same without telephone numbers; a party in the name of a committee stops the file."""
    if isinstance(value, str):
        return _clean_words(value, told, line, pledge)
    if isinstance(value, list):
        return [clean(each, told, line, pledge) for each in value]
    if isinstance(value, Mapping):
        return {name: clean(each, told, line, pledge) for name, each in value.items()}
    return value


def office(label: str, told: Told) -> str:
    """직함만: who answers for a pledge is an office, whatever name is written behind it."""
    bare = NAMED.sub("", label).strip()
    told.withheld += bare != label.strip()
    return bare


def _clean_words(words: str, told: Told, line: int, pledge: str) -> str:
    if PARTY in words:
        sentence = _("위원회의 이름이 정당의 이름으로 잘못 읽혔습니다. 더불어으뜸관악인지 살펴 주세요.")
        told.problems.append(Problem(line, pledge, "party_named", sentence))
    # As the house writes what it keeps, or the same word would be another the second time.
    bare, left_out = TELEPHONE.subn("", unicodedata.normalize("NFC", words))
    told.withheld += left_out
    return bare
