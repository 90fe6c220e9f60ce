"""Order is kept over proposals at every door: the page without a script, the API, the moderators' desk."""

from datetime import timedelta

import pytest
from django.utils import timezone

from deliberation import actions
from deliberation.models import Docket, Measure, Proposal, Report
from deliberation.rooms import ThreadRoom
from district.models import AccessRecord, Person
from realtime.kinds import Address
from tests.deliberation.doors import problem, send
from tests.deliberation.order import colleague
from tests.deliberation.proposers import fresh, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def offered(consent, resident):
    return published(resident, at=timezone.now(), title="비밀제목", body="비밀내용")


def api(proposal, rest):
    return f"/api/v1/proposals/{proposal.pk}/{rest}"


def test_a_neighbour_reports_it_by_a_plain_form(visit, home, offered, neighbour):
    address = f"/proposals/{offered.pk}/report/"
    assert visit().get(address)["Location"].startswith("/accounts/login/")
    browser = visit(neighbour)
    assert address in browser.get(f"/proposals/{offered.pk}/").content.decode()
    page = browser.get(address).content.decode()
    assert "제안 신고" in page
    assert f'href="/proposals/{offered.pk}/measure/"' in page
    empty = browser.post(address, {"rule": ""})
    assert (empty.status_code, "까닭을 골라 주세요." in empty.content.decode()) == (422, True)
    done = browser.post(address, {"rule": "privacy", "words": "이름이 나옵니다."})
    assert (done.status_code, done["Location"]) == (302, f"/proposals/{offered.pk}/")
    assert Report.objects.get().target == offered


def test_its_proposer_finds_no_button_to_report_it_and_objects_on_the_page_of_the_ground(
    visit, home, offered, resident, neighbour, moderator
):
    mine = visit(resident)
    assert "/report/" not in mine.get(f"/proposals/{offered.pk}/").content.decode().split("thread")[0]
    actions.hide_words(offered, by=moderator, ground="abuse", at=timezone.now())
    ground = f"/proposals/{offered.pk}/ground/"
    assert "비밀내용" not in visit(neighbour).get(ground).content.decode()
    assert "비밀내용" in mine.get(ground).content.decode()
    assert mine.post(ground, {"words": "사실입니다."}).status_code == 302
    assert "살펴보는 중" in mine.get(ground).content.decode()


def test_whoever_is_harmed_asks_for_a_measure_by_a_plain_form(visit, home, offered, neighbour):
    address = f"/proposals/{offered.pk}/measure/"
    assert visit(neighbour).post(address, {"words": "제 이름입니다."}).status_code == 302
    assert Measure.objects.get().target == offered


def test_a_moderator_keeps_order_by_api_and_the_public_reads_the_ground(visit, offered, neighbour, moderator):
    assert (
        send(visit(neighbour), "post", api(offered, "report/"), rule="abuse").json()["proposal"] == offered.pk
    )
    by = visit(moderator)
    row = by.get("/api/v1/dockets/?rule=abuse").json()["results"][0]
    assert (row["proposal"], row["comment"], row["title"]) == (offered.pk, None, "비밀제목")
    assert send(by, "post", api(offered, "claim/")).json()["dockets"][0]["claimed_at"]
    assert problem(send(visit(neighbour), "post", api(offered, "hide/"), ground="abuse")) == (
        "not_moderator",
        403,
    )
    told = send(by, "post", api(offered, "hide/"), ground="abuse").json()
    assert (told["state"], told["title"], "비밀내용" in told["body"]) == ("hidden", "비밀제목", True)
    assert problem(visit(neighbour).get(api(offered, "case/"))) == ("not_on_watch", 403)
    public = visit().get(api(offered, "")).json()
    assert (public["hidden"], public["ground"], public["body"]) == (True, "abuse", "")
    assert visit().get(api(offered, "ground/")).json()["label"] == "욕설·비방"
    send(by, "post", api(offered, "restore/"))
    assert visit().get(api(offered, "")).json()["title"] == "비밀제목"


def test_many_are_decided_at_once_and_what_is_refused_stops_none(visit, offered, said, neighbour, moderator):
    at = timezone.now()
    for words in (offered, said):
        actions.report_words(words, by=neighbour, rule="spam", at=at)
    asked = {"comments": [said.pk], "proposals": [offered.pk, 10**6], "decision": "hidden", "ground": "spam"}
    rows = send(visit(moderator), "post", "/api/v1/dockets/decide/", **asked).json()["results"]
    assert [(row["comment"], row["proposal"], row["code"]) for row in rows] == [
        (said.pk, None, ""), (None, offered.pk, ""), (None, 10**6, "not_found"),
    ]  # fmt: skip
    assert not Docket.objects.waiting().exists()
    nothing = send(visit(moderator), "post", "/api/v1/dockets/decide/", decision="kept")
    assert problem(nothing) == ("invalid", 422)


def test_its_author_is_blocked_by_its_number_and_revealed_with_a_trace(visit, offered, resident, moderator):
    by, until = visit(moderator), (timezone.now() + timedelta(days=7)).isoformat()
    said = {"rule": "abuse", "reason": "욕설", "until": until}
    both = send(by, "post", "/api/v1/blocks/", comment=1, proposal=offered.pk, **said)
    assert problem(both) == ("invalid", 422)
    assert send(by, "post", "/api/v1/blocks/", proposal=offered.pk, **said).status_code == 201
    assert Person.objects.get(pk=resident.pk).is_blocked(timezone.now())
    told = send(by, "post", api(offered, "identity/"), rule="abuse").json()
    assert (told["proposal"], told["name"]) == (offered.pk, resident.name)
    assert AccessRecord.objects.filter(person=moderator).count() == 1


def test_the_desk_shows_it_in_the_same_queue_and_two_people_destroy_it_there(
    visit, home, offered, neighbour, moderator
):
    actions.report_words(offered, by=neighbour, rule="privacy", at=timezone.now())
    first, second = visit(moderator), visit(colleague())
    case = f"/desk/moderation/proposals/{offered.pk}/"
    assert case in first.get("/desk/moderation/").content.decode()
    assert "비밀내용" in first.get(case).content.decode()
    first.post(case, {"verb": "ask_blanking", "rule": "privacy", "reason": "전화번호"})
    assert case in second.get("/desk/moderation/?tab=blankings").content.decode()
    second.post(case, {"verb": "confirm_blanking"})
    assert fresh(offered).state == "blanked"
    page = second.get(case).content.decode()
    assert ("비밀내용" in page, "내용을 지움" in page) == (False, True)
    public = visit().get(f"/proposals/{offered.pk}/").content.decode()
    assert "운영 원칙에 따라 내용을 지운 제안입니다." in public


def test_ticked_proposals_are_decided_together_at_the_desk(visit, home, offered, neighbour, moderator):
    actions.report_words(offered, by=neighbour, rule="spam", at=timezone.now())
    visit(moderator).post("/desk/moderation/", {"proposals": [offered.pk], "ground": "spam"})
    assert fresh(offered).hidden_ground == "spam"


def test_those_present_see_a_new_room_and_no_words_in_it(offered, moderator):
    room = Address("thread", str(offered.thread_id))
    before = offered.thread and ThreadRoom().snapshot(room.key)["subject"]["title"]
    hidden = actions.hide_words(offered, by=moderator, ground="abuse", at=timezone.now())
    after = ThreadRoom().snapshot(room.key)["subject"]
    assert (before, after["title"], after["hidden"], after["ground"]) == (
        "비밀제목", f"가린 제안 {hidden.pk}번", True, "abuse",
    )  # fmt: skip
    assert Proposal.objects.get(pk=hidden.pk).thread.comments.count() == 0
