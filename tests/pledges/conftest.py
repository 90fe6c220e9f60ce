"""Two administrations, a form with its statuses, two departments, and the sheets of sheets.py."""

from datetime import date

import pytest

from district.models import Administration, Department
from pledges.models import CardForm, PledgeRule, Status
from tests.cast import BEGINNING, in_office
from tests.pledges import houses, sheets

STATUSES = [
    ("done", "완료", "done"),
    ("kept", "이행 후 지속추진", "kept"),
    ("normal", "정상추진", "underway"),
    ("slow", "부진", "slow"),
]


@pytest.fixture
def eighth(db):
    """민선8기."""
    return _administration("민선8기", BEGINNING, date(2026, 6, 30))


@pytest.fixture
def administration(eighth):
    return eighth


@pytest.fixture
def ninth(db):
    """민선9기."""
    return _administration("민선9기", date(2026, 7, 1), date(2030, 6, 30))


@pytest.fixture
def rule(department):
    """기획예산과 keeps the pledges; a quarter is reported within ten working days."""
    facts = {"keeper": department, "report_working_days": 10, "source": "공약 관리 규정"}
    return PledgeRule.objects.update_or_create(valid_from=BEGINNING, defaults=facts)[0]


@pytest.fixture
def form(db):
    """The card of 관악구."""
    kept = CardForm.objects.filter(code="gwanak").order_by("-valid_from").first()
    facts = {"name": "관악구 공약 관리카드", "layout": {}, "valid_from": BEGINNING, "source": "공약 관리카드"}
    return kept or CardForm.objects.create(code="gwanak", **facts)


@pytest.fixture
def statuses(form):
    """By code: done, kept, normal, slow."""
    return {
        code: Status.objects.get_or_create(
            form=form, code=code, defaults={"label": label, "meaning": meaning, "order": order}
        )[0]
        for order, (code, label, meaning) in enumerate(STATUSES, 1)
    }


@pytest.fixture
def status(statuses):
    return statuses["kept"]


@pytest.fixture
def audit(db):
    return Department.objects.get_or_create(name="감사담당관", defaults={"code": "A02"})[0]


@pytest.fixture
def autonomy(db):
    return Department.objects.get_or_create(name="자치행정과", defaults={"code": "A03"})[0]


@pytest.fixture
def reporter(autonomy):
    """An officer of a department that reports, and does not keep."""
    return in_office("reporter", "officer", "지역협치팀 주무관", autonomy)


@pytest.fixture
def pledge(eighth, form, status, autonomy, rule):
    """Lay one: pledge("6-2", indicators=[{"weight": 100, "years": (1, 2, 2, 2, 1), "printed": 3}])."""

    def laid(code="1-1", *, administration=eighth, **facts):
        told = {"form": form, "status": status, "department": autonomy} | facts
        return sheets.lay(administration, code, **told)

    return laid


@pytest.fixture
def six_one(pledge, audit):
    """관악청 운영: half of a promise."""
    return pledge("6-1", department=audit, order=1, **sheets.SIX_ONE)


@pytest.fixture
def six_one_one(pledge, six_one, department):
    """온라인 관악청: the other half."""
    return pledge("6-1-1", department=department, parent=six_one, order=2, **sheets.SIX_ONE_ONE)


@pytest.fixture
def six_two(pledge):
    """협치행정."""
    return pledge("6-2", order=3, **sheets.SIX_TWO)


def _administration(name, start, end):
    return Administration.objects.update_or_create(start=start, defaults={"name": name, "end": end})[0]


@pytest.fixture
def copied_log(policy):
    """What the papers tell of, as the demo copies it: answers the bodies by slug."""
    return houses.copied()
