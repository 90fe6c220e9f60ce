"""Whatever is sent to the doors of a meeting is taken as it came or refused with a code. Nothing breaks."""

import json

import pytest

from committees.actions import meetings
from committees.models import Attendance, Meeting, Order, Remark, Resolution
from tests.committees.doors import act, api, presses
from tests.deliberation.test_malformed import FRAMES, INVENTED

pytestmark = pytest.mark.django_db
VALUES = [None, True, -1, 0, 2**63, 1.5, "", "1", "x" * 50_000, "\x00", [], {"a": 1}]
WRITTEN = ["", "-1", "1.5", str(2**64), "x" * 50_000, "\x00", "٣"]
# Most doors refuse most values by the same few lines: one of each sort every day, all of them at length.
values = pytest.mark.parametrize(
    "values",
    [[None, 2**63, "\x00", {"a": 1}], pytest.param(VALUES, marks=pytest.mark.long)],
    ids=["few", "all"],
)
written = pytest.mark.parametrize(
    "written", [["-1", str(2**64), "\x00"], pytest.param(WRITTEN, marks=pytest.mark.long)], ids=["few", "all"]
)
BIG = 9_223_372_036_854_775_808


@pytest.fixture(autouse=True)
def patience(settings, gu):
    settings.PACE_PERSON = settings.PACE_ADDRESS = "100000/60"


@pytest.fixture
def doors(sitting, items, secretary, now):
    """Every address at which something can be said, with a body that would be taken."""
    decided = {"form": "adopted", "method": "hands", "text": "원안대로", "yes": 4, "no": 1, "abstain": 1}
    return {
        api(sitting, "attendances"): {"seat": 9, "mode": "in_person", "code": ""},
        api(items[1], "take-up"): {},
        api(items[1], "resolution"): decided,
        api(items[1], "remarks"): {"body": "말씀드립니다."},
        api(items[1], "finish"): {},
    }


@values
def test_no_value_in_any_field_breaks_a_door(visit, doors, secretary, values):
    client = visit(secretary)
    for address, body in doors.items():
        for field in body:
            for value in values:
                answer = act(client, address, **body | {field: value})
                assert answer.status_code < 500, (address, field, value)
                assert answer.headers["Content-Type"] in {"application/json", "application/problem+json"}


def test_no_frame_that_is_no_object_breaks_a_door(visit, doors, secretary):
    client = visit(secretary)
    for address in doors:
        for frame in FRAMES:
            answer = client.post(address, frame, content_type="application/json")
            assert answer.status_code in {400, 413, 422}, (address, frame[:20])
        for ref in VALUES:
            body = json.dumps({"ref": ref}) if ref != "\x00" else '{"ref": "\\u0000"}'
            assert client.post(address, body, content_type="application/json").status_code in {400, 422}


def test_no_words_break_a_form_or_leave_it_as_markup(visit, sitting, items, member, secretary, now):
    meetings.take_up(items[1], by=secretary, at=now)
    browser = visit(member)
    address = f"/meetings/{sitting.pk}/items/{items[1].pk}/remark/"
    # The rest is sent to the comments, by the same rule.
    for words in [*INVENTED[::9], *(each for each in INVENTED if "<img" in each)]:
        kept = Remark.objects.count()
        answer = presses(browser, address, body=words.encode("utf-8", "replace").decode())
        assert answer.status_code in {302, 400, 422}, words
        assert Remark.objects.count() == kept + (answer.status_code == 302)
    shown = browser.get(f"/meetings/{sitting.pk}/floor/").text
    assert "<img src=x" not in shown
    assert "&lt;img src=x" in shown


@written
def test_no_field_of_a_form_breaks_it(visit, sitting, items, secretary, written):
    browser = visit(secretary)
    browser.post(f"/meetings/{sitting.pk}/items/{items[1].pk}/take-up/")
    for value in written:
        asked = dict.fromkeys(("seat", "mode", "form", "method", "text", "yes", "no", "abstain"), value)
        for rest in ("roll", f"items/{items[1].pk}/resolution"):
            answer = presses(browser, f"/meetings/{sitting.pk}/{rest}/", **asked, next=value, ref=value)
            assert answer.status_code in {302, 400, 409, 422}, (rest, value)
    assert not Resolution.objects.exists()
    assert Attendance.objects.count() == 6


@pytest.mark.parametrize("key", [BIG, *(pytest.param(key, marks=pytest.mark.long) for key in (0, 10**30))])
def test_no_number_breaks_an_address(visit, gathering, secretary, key):
    browser = visit(secretary)
    for address in (
        f"/meetings/{key}/",
        f"/meetings/{key}/floor/",
        f"/meetings/{key}/console/",
        f"/meetings/{key}/screen/",
        f"/meetings/{key}/check-in/",
        f"/meetings/{key}/door-code/",
        f"/resolutions/{key}/",
        f"/api/v1/bodies/{key}/",
        f"/api/v1/bodies/{key}/members/",
        f"/api/v1/meetings/{key}/",
        f"/api/v1/meetings/{key}/inside/",
        f"/api/v1/meetings/{key}/attendances/",
        f"/api/v1/agenda-items/{key}/remarks/",
        f"/api/v1/resolutions/{key}/",
    ):
        assert browser.get(address).status_code == 404, address
    for address in (
        f"/meetings/{key}/call/",
        f"/meetings/{gathering.pk}/items/{key}/take-up/",
        f"/meetings/{gathering.pk}/attendances/{key}/end/",
        f"/meetings/{key}/attendances/{key}/end/",
        f"/orders/{key}/report/",
        f"/api/v1/attendances/{key}/end/",
        f"/api/v1/agenda-items/{key}/take-up/",
        f"/api/v1/resolutions/{key}/orders/",
        f"/api/v1/orders/{key}/report/",
    ):
        assert act(browser, address).status_code == 404, address


def test_an_item_of_another_meeting_is_not_in_this_one(visit, gathering, items, secretary):
    other = Meeting.objects.create(round=gathering.round, starts_at=gathering.starts_at)
    answer = presses(visit(secretary), f"/meetings/{other.pk}/items/{items[0].pk}/take-up/")
    assert answer.status_code == 404


@values
def test_no_value_breaks_an_order_or_its_report(visit, sitting, items, secretary, officer, values):
    client = visit(secretary)
    act(client, api(items[1], "take-up"))
    said = {"form": "adopted", "method": "unanimous", "text": "원안대로"}
    resolution = act(client, api(items[1], "resolution"), **said).json()["id"]
    department = officer.postings.get().post.department_id
    address = f"/api/v1/resolutions/{resolution}/orders/"
    for value in values:
        for field in ("what", "department", "due"):
            body = {"what": "일정을 세운다", "department": department, "due": None} | {field: value}
            assert act(client, address, **body).status_code < 500, (field, value)
    address, office = f"/api/v1/orders/{Order.objects.first().pk}/report/", visit(officer)
    for value in values:
        for field in ("report", "url"):
            body = {"report": "마쳤습니다.", "url": ""} | {field: value}
            assert act(office, address, **body).status_code < 500, (field, value)
