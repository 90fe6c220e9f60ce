"""No mail goes twice, whatever happens on the way; and none is forgotten."""

from datetime import timedelta

import pytest
from django.conf import settings as house
from django.core import mail

from letters import actions
from letters.models import Letter
from tests.cast import NOON

pytestmark = pytest.mark.django_db
IN_DOUBT = NOON + timedelta(seconds=house.LETTER_DOUBT_SECONDS)


@pytest.fixture
def office(settings):
    """office("SaysNo"): the mail server is like that from now on; office() is a good one."""

    def become(kind=""):
        path = f"tests.letters.offices.{kind}" if kind else "django.core.mail.backends.locmem.EmailBackend"
        settings.MAILERS = {"default": {"BACKEND": path}}

    return become


def states():
    return sorted(Letter.objects.filter(road="email").values_list("state", flat=True))


def test_a_mail_that_went_is_not_sent_again(notice, worker):
    worker()
    worker(NOON + timedelta(days=1))
    assert len(mail.outbox) == 2
    assert states() == ["sent", "sent"]


def test_a_refused_mail_is_tried_later_and_later_and_after_five_times_no_more(
    notice, worker, office, mails_of, resident
):
    office("SaysNo")
    at, waits = NOON, []
    for _ in range(5):
        worker(at)
        [letter] = mails_of(resident)
        waits.append((letter.due_at - at) // timedelta(minutes=1))
        at = max(letter.due_at, at)
    assert waits[:4] == [1, 5, 30, 120]
    assert (letter.state, letter.fault, letter.tries) == ("failed", "refused", 5)
    office()
    worker(at + timedelta(days=1))
    assert mail.outbox == []


def test_a_mail_refused_once_goes_when_the_server_is_well_again(notice, worker, office):
    office("SaysNo")
    worker()
    office()
    worker()
    assert mail.outbox == []
    worker(NOON + timedelta(minutes=1))
    assert len(mail.outbox) == 2
    assert states() == ["sent", "sent"]


def test_a_server_that_is_not_there_costs_one_mail_one_try_and_the_others_none(notice, worker, office):
    office("IsNotThere")
    worker()
    assert states() == ["waiting", "waiting"]
    assert sorted(Letter.objects.filter(road="email").values_list("tries", flat=True)) == [0, 1]
    office()
    worker(NOON + timedelta(minutes=1))
    assert len(mail.outbox) == 2


def test_where_nobody_knows_whether_it_went_it_is_not_sent_again(notice, worker, office):
    office("HangsUp")
    worker()
    office()
    worker(NOON + timedelta(days=1))
    assert len(mail.outbox) == 2
    assert set(Letter.objects.filter(road="email").values_list("state", "fault")) == {("failed", "doubt")}


def test_a_worker_that_dies_with_a_mail_in_hand_leaves_it_in_doubt_and_the_rest_to_the_next(
    notice, worker, office, mails_of, resident, neighbour
):
    office("EndsTheWorker")
    with pytest.raises(SystemExit):
        worker()
    office()
    worker()
    assert sorted(each.to[0] for each in mail.outbox) == [
        "neighbour@gwanak.example",
        "resident@gwanak.example",
    ]
    actions.due(IN_DOUBT - timedelta(seconds=1))
    assert states() == ["sent", "taken"]
    actions.due(IN_DOUBT)
    assert states() == ["failed", "sent"]
    worker(IN_DOUBT + timedelta(days=1))
    assert len(mail.outbox) == 2


def test_the_desk_shows_what_did_not_go_to_the_administrator_and_the_auditor_alone(
    visit, home, notice, worker, office, administrator, auditor, moderator, editor
):
    address = "/desk/failed_letters/"
    office("HangsUp")
    worker()
    for person in (administrator, auditor):
        shown = visit(person).get(address).content.decode()
        assert "갔는지 알 수 없습니다" in shown
        assert notice.title in shown
        assert "gwanak.example</" not in shown
    for person in (moderator, editor):
        assert visit(person).get(address).status_code != 200
    assert visit(administrator).get(f"{address}new/").status_code != 200
    failed = Letter.objects.filter(state="failed").first()
    visit(administrator).post(f"{address}delete/{failed.pk}/")
    visit(administrator).post(f"{address}edit/{failed.pk}/", {"dispatch": failed.dispatch_id})
    assert Letter.objects.filter(state="failed").count() == 2


def test_the_desk_does_not_list_what_went(visit, home, notice, worker, administrator):
    worker()
    assert notice.title not in visit(administrator).get("/desk/failed_letters/").content.decode()
