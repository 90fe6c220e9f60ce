"""인사발령 by API and at the desk: one order, and the whole of it or nothing."""

from uuid import uuid4

import pytest
from django.utils import timezone

from district.models import Posting
from realtime.models import Event
from tests.cast import BEGINNING, account
from tests.committees.doors import act, problem

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def town(gu):
    """A district."""


def written():
    return Posting.objects.count(), Event.objects.count()


def test_one_order_by_api(visit, administrator, officer, director):
    newcomer, post = account("newcomer"), director.postings.get().post
    move = {"post": post.pk, "email": newcomer.email}
    said = {"order_no": "인사-1", "on": TODAY.isoformat(), "moves": [move]}
    before = written()
    assert problem(act(visit(officer), "/api/v1/transfers/", **said)) == ("not_administrator", 403)
    for more, refusal in [
        ({"moves": [move, move]}, ("bad_order", 422)),
        ({"moves": []}, ("invalid", 422)),
        ({"moves": [move | {"post": 10**9}]}, ("invalid", 422)),
        ({"moves": [move | {"email": "nobody@gwanak.example"}]}, ("no_such_account", 422)),
        ({"on": BEGINNING.isoformat()}, ("posting_overlaps", 409)),
        ({"order_no": " "}, ("invalid", 422)),
    ]:
        assert problem(act(visit(administrator), "/api/v1/transfers/", **said | more)) == refusal
    assert written() == before
    ref = uuid4()
    told = act(visit(administrator), "/api/v1/transfers/", ref, **said)
    assert (told.status_code, told.json()["posts"]) == (
        201, [{"post": post.pk, "title": post.title, "held": True}],
    )  # fmt: skip
    assert act(visit(administrator), "/api/v1/transfers/", ref, **said).json() == told.json()
    assert post.postings.get(end=None).person == newcomer


def test_one_press_at_the_desk_moves_several(visit, administrator, officer, director, head):
    newcomer = account("newcomer")
    posts = [person.postings.get().post for person in (director, head)]
    said = {
        "order_no": "인사-2", "on": TODAY, f"email-{posts[0].pk}": newcomer.email,
        f"vacate-{posts[1].pk}": "on", "ref": uuid4(),
    }  # fmt: skip
    for who in (officer, head):
        assert visit(who).get("/desk/transfers/").status_code == 404
        assert visit(who).post("/desk/transfers/", said).status_code == 404
    browser = visit(administrator)
    assert posts[0].title in browser.get("/desk/transfers/").content.decode()
    before = written()
    wrong = said | {f"email-{posts[1].pk}": "nobody@gwanak.example", "ref": uuid4()}
    answer = browser.post("/desk/transfers/", wrong)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "이 이메일로 만든 계정이 없습니다" in shown
    assert newcomer.email in shown  # what was typed stays
    assert written() == before
    for _twice in range(2):
        assert browser.post("/desk/transfers/", said).status_code == 302
    assert Posting.objects.filter(order_no="인사-2").count() == 1
    assert [post.postings.filter(end=None).count() for post in posts] == [1, 0]
