"""How the tests knock at the doors of pledges, on the day on which they run."""

from datetime import date, timedelta
from uuid import uuid4

from django.utils import timezone

from district.dates import day
from district.models import Administration

TERM = "오늘의 민선"


def today():
    return day(timezone.now())


def yesterday():
    return (today() - timedelta(days=1)).isoformat()


def present():
    """An administration that governs today, whenever that is, with two years behind it."""
    start = date(today().year - 2, 1, 1)
    told = {"name": TERM, "end": date(today().year + 2, 12, 31)}
    return Administration.objects.get_or_create(start=start, defaults=told)[0]


def last_quarter():
    """The quarter that was over last."""
    year, quarter = today().year, (today().month - 1) // 3
    return (year, quarter) if quarter else (year - 1, 4)


def plan(administration, department, **more):
    """A pledge as a client lays it."""
    year = administration.start.year
    years = [{"year": year + n, "value": value} for n, value in enumerate((18, 36, 36, 36, "18"))]
    told = {
        "administration": administration.pk, "code": "6-1", "title": "관악청(聽) 운영", "form": "gwanak",
        "status": "normal", "department": department.pk, "summary": "주민을 만납니다.", "tags": ["소통"],
        "indicators": [
            {"no": 1, "name": "열린구청장실", "metric": "면담 횟수", "unit": "회", "weight": 70,
             "targets": years},
            {"no": 2, "name": "이동관악청", "unit": "회", "weight": "30", "targets": years},
        ],
        "budget": [{"fund": "district", "year": year, "amount": "7.5"}],
        "milestones": [{"title": "기본계획", "starts_on": f"{year}-01-01", "ends_on": f"{year}-03-31"}],
        "charges": [{"label": "자치행정과장", "department": department.pk}],
        "passages": [{"section": "now", "title": "현황", "text": "구청장을 만나기 어렵습니다."}],
    }  # fmt: skip
    return told | more


def act(client, path, ref=None, /, **said):
    """Do it there, under a number of its own."""
    body = {"ref": str(ref or uuid4()), **said}
    return client.post(f"/api/v1/{path}", body, content_type="application/json")


def put(client, path, **said):
    return client.put(f"/api/v1/{path}", {"ref": str(uuid4()), **said}, content_type="application/json")


def done(answer, status=200):
    """What came of it."""
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def code(answer):
    """Why it was not done."""
    assert answer["Content-Type"] == "application/problem+json", answer.content
    return answer.status_code, answer.json()["code"]
