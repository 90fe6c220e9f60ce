"""보완: what a department asks of those who propose has a door at which they bring it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from deliberation.actions import supply_proposal, turn_into_case, withdraw_proposal
from deliberation.models import Category, Share
from letters.models import Letter
from papers import retention
from papers.models import Attachment
from referrals.actions import pause, resume
from referrals.models import Pause, Referral
from tests.cast import NOON, in_office
from tests.deliberation.doors import problem, send
from tests.deliberation.proposers import agreed, fresh, laid_ground, published, refused

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=3)
ASKED, BROUGHT = "어느 골목인지 적어 주세요.", "낙성대역 4번 출구에서 오르는 골목입니다."


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)


@pytest.fixture
def offices(policy, department):
    laid_ground(policy, department)
    roads = Category.objects.get(code="roads").department
    titles = {"officer": "도로 담당", "head": "도로과장"}
    return [in_office(f"roads-{role}", role, title, roads) for role, title in titles.items()]


@pytest.fixture
def asked(offices, resident, residents):
    """Five neighbours agreed, and the road department asks where that is."""
    proposal = agreed(published(resident), residents(5))
    pause(owed(proposal), kind="supplement", reason=ASKED, by=offices[0], at=LATER)
    return fresh(proposal)


def owed(proposal):
    return Referral.objects.with_file().get(pk=fresh(proposal).referral_id)


def supply(proposal, by, **said):
    return supply_proposal(proposal, **{"words": BROUGHT, "by": by, "at": LATER} | said)


def test_whoever_proposed_it_brings_it_and_the_clock_runs_again(asked, resident, offices):
    assert owed(asked).due() is None
    supply(asked, resident)
    referral = owed(asked)
    assert (referral.state, referral.due() is not None) == ("waiting", True)
    assert Pause.objects.get().words == BROUGHT
    told = Letter.objects.on_screen().filter(dispatch__title__startswith="보완한 내용이 왔습니다")
    assert {letter.person for letter in told} == set(offices)
    assert refused(supply, proposal=asked, by=resident) == "nothing_asked"


def test_one_who_joined_may_bring_it_too_and_a_neighbour_may_not(asked, neighbour):
    assert refused(supply, proposal=asked, by=neighbour) == "not_proposer"
    Share.objects.create(proposal=asked, percent=10, person=neighbour, accepted_at=NOON)
    assert supply(asked, neighbour).pk == asked.pk


def test_nothing_is_brought_without_words_nor_where_nothing_was_asked(asked, resident, offices):
    assert refused(supply, proposal=asked, by=resident, words=" ") == "empty_words"
    resume(owed(asked), by=offices[0], at=LATER)
    pause(owed(asked), kind="inquiry", reason="시의 의견을 묻습니다.", by=offices[0], at=LATER)
    assert refused(supply, proposal=asked, by=resident) == "nothing_asked"
    withdraw_proposal(asked, by=resident, at=LATER)
    assert refused(supply, proposal=asked, by=resident) == "nothing_asked"


def test_what_became_a_complaint_is_completed_like_a_proposal(asked, resident, offices):
    civil = turn_into_case(asked, by=resident, at=LATER)
    assert refused(supply, proposal=civil, by=resident) == "nothing_asked"
    pause(owed(civil), kind="supplement", reason=ASKED, by=offices[0], at=LATER)
    supply(civil, resident)
    assert owed(civil).pause is None


def test_a_program_brings_words_and_papers_once(visit, asked, resident, neighbour):
    client, ref = visit(resident), str(uuid4())
    address = f"/api/v1/proposals/{asked.pk}/supplement/"

    def post(data, number=ref):
        return client.post(
            address, {"words": BROUGHT, "ref": number, "papers": SimpleUploadedFile("약도.txt", data)}
        )

    assert problem(send(visit(), "post", address, words=BROUGHT)) == ("sign_in_needed", 403)
    assert problem(send(visit(neighbour), "post", address, words=BROUGHT)) == ("not_proposer", 403)
    assert problem(send(client, "post", address)) == ("empty_words", 422)
    first, again = post(b"map"), post(b"map")
    assert (first.status_code, again.json()["seq"]) == (200, first.json()["seq"])
    assert Attachment.objects.count() == 1
    # Of the same name and length, and yet another paper.
    assert problem(post(b"pam")) == ("ref_reused", 409)
    assert problem(post(b"map", str(uuid4()))) == ("nothing_asked", 409)


def test_the_page_asks_those_who_propose_and_nobody_else(visit, asked, resident, neighbour):
    address = f"/proposals/{asked.pk}/"
    door = f"{address}supply/"
    assert door in visit(resident).get(address).content.decode()
    for other in (visit(), visit(neighbour)):
        assert door not in other.get(address).content.decode()
    assert visit(neighbour).get(door).status_code == 403
    page = visit(resident).get(door).content.decode()
    assert ASKED in page
    assert 'enctype="multipart/form-data"' in page


def test_without_javascript_it_is_handed_in_and_what_was_written_stays_when_it_cannot(visit, asked, resident):
    client, address = visit(resident), f"/proposals/{asked.pk}/supply/"
    wrong = {"words": BROUGHT, "ref": str(uuid4()), "papers": SimpleUploadedFile("a.exe", b"MZ")}
    refused_page = client.post(address, wrong)
    assert refused_page.status_code == 422
    assert BROUGHT in refused_page.content.decode()
    right = {"words": BROUGHT, "ref": str(uuid4()), "papers": SimpleUploadedFile("약도.txt", b"map")}
    done = client.post(address, right, follow=True)
    assert "보완한 내용을 맡은 부서에 보냈습니다." in done.content.decode()
    assert "supply/" not in done.content.decode()
    assert BROUGHT not in visit().get(f"/proposals/{asked.pk}/").content.decode()


def test_the_office_reads_it_in_its_file(visit, home, asked, resident, offices):
    supply(asked, resident)
    page = visit(offices[0]).get(f"/desk/inbox/{owed(asked).key}/").content.decode()
    assert BROUGHT in page


def test_what_is_blanked_takes_it_along(asked, resident):
    supply(asked, resident)
    retention.blank("proposal", asked.pk)
    assert Pause.objects.get().words == ""
