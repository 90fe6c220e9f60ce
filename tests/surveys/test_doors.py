"""By form and by API the same survey, the same refusals, and nobody's answers but one's own."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest

from district.models import Neighborhood
from realtime.models import Event
from surveys.models import Response, Survey
from surveys.rows import answers_of
from tests.deliberation.doors import problem, send
from tests.deliberation.test_malformed import FRAMES, INVENTED
from tests.surveys.sheets import ALLEY, CAMERA, ITEMS, LAMP, PARK, SAFE, WHAT, WHERE, WORDS, answer, told

pytestmark = pytest.mark.django_db
LIST = "/api/v1/surveys/"


def api(survey, rest=""):
    return f"{LIST}{survey.pk}/{rest}"


def page(survey):
    return f"/surveys/{survey.pk}/"


def form(**otherwise):
    """What a browser sends for `told`."""
    sent = {f"item-{key}": value for key, value in told(**otherwise).items()}
    return {name: value for name, value in sent.items() if value is not None}


def test_the_api_says_what_is_asked_in_order(asked_now, visit):
    row = visit().get(api(asked_now)).json()
    assert [item["text"] for item in row["items"]] == [item.text for item in ITEMS]
    assert row["items"][0]["options"][1] == {"key": str(PARK), "text": "공원"}
    assert (row["status"], row["panel"], row["responses"]) == ("open", "verified", 0)
    assert visit().get(LIST).json()["results"] == [row]


def test_the_same_row_for_everybody_is_found_unchanged(asked_now, visit, resident):
    guest, known = visit().get(api(asked_now)), visit(resident).get(api(asked_now))
    assert guest.json() == known.json()
    assert visit().get(api(asked_now), headers={"If-None-Match": guest["ETag"]}).status_code == 304


def test_answers_go_in_by_the_api_and_come_back_to_their_owner_alone(asked_now, visit, resident, neighbour):
    client = visit(resident)
    done = send(client, "post", api(asked_now, "response/"), answers=told())
    assert done.status_code == 200
    assert done.json()["answers"] == told()
    assert done["Cache-Control"] == "private, no-store"
    assert client.get(api(asked_now, "response/")).json()["answers"] == told()
    assert problem(visit(neighbour).get(api(asked_now, "response/"))) == ("not_found", 404)
    assert problem(visit().get(api(asked_now, "response/"))) == ("sign_in_needed", 403)


def test_the_same_request_twice_is_one_response_and_another_under_its_number_is_refused(
    asked_now, visit, resident
):
    client, ref = visit(resident), uuid4()
    first = send(client, "post", api(asked_now, "response/"), ref, answers=told())
    again = send(client, "post", api(asked_now, "response/"), ref, answers=told())
    assert (again.status_code, again.json()) == (200, first.json())
    other = send(client, "post", api(asked_now, "response/"), ref, answers=told(where=PARK))
    assert problem(other) == ("ref_reused", 409)
    assert Event.objects.filter(name__startswith="survey.a").count() == 1


def test_who_may_not_answer_is_told_why(asked_now, visit, unverified, lay, now, resident):
    assert problem(send(visit(), "post", api(asked_now, "response/"), answers=told())) == (
        "sign_in_needed",
        403,
    )
    sent = send(visit(unverified), "post", api(asked_now, "response/"), answers=told())
    assert problem(sent) == ("verification_needed", 403)
    Survey.objects.update(closes_at=now - timedelta(minutes=1))
    sent = send(visit(resident), "post", api(asked_now, "response/"), answers=told())
    assert problem(sent) == ("survey_closed", 409)
    assert not Response.objects.exists()


def test_a_survey_by_name_is_not_there_for_others(gu, lay, now, visit, resident, neighbour):
    dates = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=1)}
    survey = lay(panel="named", people=[resident], **dates)
    for client in (visit(), visit(neighbour)):
        for address in (api(survey), api(survey, "results/")):
            assert problem(client.get(address)) == ("not_found", 404)
        assert problem(send(client, "post", api(survey, "response/"), answers=told())) == ("not_found", 404)
        assert client.get(page(survey)).status_code == 404
        assert client.post(page(survey), form()).status_code == 404
        assert client.get(LIST).json()["results"] == []
    assert visit(resident).post(page(survey), form()).status_code == 302
    assert visit(resident).get(api(survey)).json()["panel"] == "named"


def test_results_wait_for_ones_own_answer_at_both_doors(asked_now, visit, resident, neighbour, now):
    answer(asked_now, neighbour, at=now)
    client = visit(resident)
    assert problem(client.get(api(asked_now, "results/"))) == ("answer_first", 403)
    assert "지금까지의 결과" not in client.get(page(asked_now)).content.decode()
    client.post(page(asked_now), form())
    counted = client.get(api(asked_now, "results/")).json()
    assert counted["responses"] == 2
    assert counted["items"][0]["options"][0] | {"share": 0} == {
        "key": str(ALLEY), "text": "골목길", "count": 2, "share": 0, "retired": False,
    }  # fmt: skip
    shown = client.get(page(asked_now)).content.decode()
    assert "지금까지의 결과" in shown
    assert "2명 · 100.0 %" in " ".join(shown.replace("</span>", "").split())
    assert problem(visit().get(api(asked_now, "results/"))) == ("answer_first", 403)


def test_results_at_the_end_are_hidden_from_those_who_answered(gu, lay, now, visit, resident):
    survey = lay(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=1), shown="at_end")
    client = visit(resident)
    client.post(page(survey), form())
    assert problem(client.get(api(survey, "results/"))) == ("results_at_end", 403)
    assert "결과는 설문이 끝난 뒤에 공개합니다." in client.get(page(survey)).content.decode()
    Survey.objects.update(closes_at=now - timedelta(seconds=1))
    assert visit().get(api(survey, "results/")).status_code == 200


def test_a_form_without_a_script_answers_and_answers_anew(asked_now, visit, resident):
    client = visit(resident)
    came = client.post(page(asked_now), form(), follow=True)
    assert "답해 주셔서 고맙습니다." in came.content.decode()
    assert answers_of(Response.objects.get()) == told()
    came = client.post(page(asked_now), form(where=PARK, what=[str(CAMERA)], words=""), follow=True)
    assert "답을 고쳤습니다." in came.content.decode()
    kept = answers_of(Response.objects.get())
    assert kept == {str(WHERE): str(PARK), str(WHAT): [str(CAMERA)], str(SAFE): 2}


def test_the_form_shows_again_what_was_answered(asked_now, visit, resident):
    client = visit(resident)
    client.post(page(asked_now), form())
    shown = client.get(page(asked_now)).content.decode()
    for chosen in (ALLEY, LAMP, CAMERA):
        assert f'value="{chosen}" checked' in shown
    assert f'value="{PARK}" checked' not in shown
    assert "역 뒤가 어둡습니다.</textarea>" in shown


def test_what_was_wrong_stands_in_a_summary_that_has_the_focus_and_leads_to_each_item(
    asked_now, visit, resident
):
    came = visit(resident).post(page(asked_now), form(where=None, safe="9", words="가" * 1001))
    shown = came.content.decode()
    assert came.status_code == 422
    assert 'role="alert" tabindex="-1" autofocus' in shown
    for first in (f"item-{WHERE}-0", f"item-{SAFE}-0", f"item-{WORDS}"):
        assert f'<a href="#{first}">' in shown
        assert f'id="{first}"' in shown
    assert f'href="#item-{WHAT}-0"' not in shown
    assert f'value="{LAMP}" checked' in shown
    assert "가" * 1001 in shown
    assert not Response.objects.exists()


@pytest.mark.parametrize("who", ["nobody", "unverified"])
def test_answers_wait_while_somebody_signs_in_or_is_verified(asked_now, visit, resident, unverified, who):
    client = visit(None if who == "nobody" else unverified)
    came = client.post(page(asked_now), form())
    assert came.status_code == 302
    way = "/accounts/login/" if who == "nobody" else "/me/verify/"
    assert came["Location"].startswith(f"{way}?next=")
    waiting = client.get(page(asked_now)).content.decode()
    assert "적으신 답이 남아 있습니다." in waiting
    assert f'value="{ALLEY}" checked' in waiting
    assert "역 뒤가 어둡습니다.</textarea>" in waiting


def test_a_draft_is_gone_once_it_was_sent(asked_now, visit, resident):
    client = visit(resident)
    session = client.session
    session["survey_drafts"] = {str(asked_now.pk): told(where=PARK)}
    session.save()
    assert f'value="{PARK}" checked' in client.get(page(asked_now)).content.decode()
    client.post(page(asked_now), form())
    assert "survey_drafts" not in client.session or not client.session["survey_drafts"]


def test_after_an_answer_one_is_back_on_the_page_that_asked(gu, lay, now, visit, resident):
    dates = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=1)}
    survey = lay(url="/질문/밤길/", **dates)
    came = visit(resident).post(page(survey), form())
    assert came["Location"].endswith("#survey")
    assert "%EC%A7%88%EB%AC%B8" in came["Location"]


def test_a_survey_that_is_over_shows_its_results_and_takes_nothing(asked_now, visit, resident, now):
    answer(asked_now, resident, at=now)
    Survey.objects.update(closes_at=now - timedelta(seconds=1))
    shown = visit().get(page(asked_now)).content.decode()
    assert "설문 결과" in shown
    assert "답 보내기" not in shown
    assert visit(resident).post(page(asked_now), form(where=PARK)).status_code == 409


def test_whoever_is_not_asked_reads_and_finds_no_form(gu, lay, now, visit, neighbour, dong):
    other = Neighborhood.objects.create(code="1162059500", name="신사동")
    dates = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=1)}
    survey = lay(panel="dongs", dongs=[other], **dates)
    shown = visit(neighbour).get(page(survey)).content.decode()
    assert "이 설문은 정해진 분들께만 여쭙니다." in shown
    assert "답 보내기" not in shown
    assert visit(neighbour).post(page(survey), form()).status_code == 403


@pytest.fixture
def patience(settings):
    settings.PACE_PERSON = settings.PACE_ADDRESS = "100000/60"


# No browser sends half a letter; a program may.
@pytest.mark.parametrize("words", INVENTED, ids=[str(n) for n in range(len(INVENTED))])
def test_whatever_is_written_is_kept_as_it_came_or_refused_with_a_code(asked_now, visit, resident, words):
    client = visit(resident)
    browser = None if "\ud800" in words else client.post(page(asked_now), form(words=words))
    assert browser is None or browser.status_code in {302, 422}
    if browser is not None and browser.status_code == 302:
        shown = client.get(page(asked_now)).content.decode()
        assert "<script>fetch" not in shown
        assert "<img src=x" not in shown
        assert "<svg/onload" not in shown
        Response.objects.get().answers.all().delete()
        Response.objects.all().delete()
    body = json.dumps({"ref": str(uuid4()), "answers": told(words=words)})
    sent = client.post(api(asked_now, "response/"), body, content_type="application/json")
    assert sent.status_code in {200, 422}
    if sent.status_code == 422:
        told_why = sent.json()
        assert told_why["code"] in {"answers_unfit", "bad_text"}


def test_no_value_and_no_frame_breaks_a_door(asked_now, visit, resident, patience):
    client = visit(resident)
    values = [None, True, -1, 2**63 - 1, 1.5, "", "1", "x" * 50_000, [], {}, {"a": [1]}, [[[]]], [None]]
    for value in values:
        for key in (WHERE, WHAT, SAFE, WORDS, "x", ""):
            sent = send(client, "post", api(asked_now, "response/"), answers={str(key): value})
            assert sent.status_code == 422, (key, value)
        assert send(client, "post", api(asked_now, "response/"), answers=value).status_code == 422
    for frame in FRAMES:
        sent = client.post(api(asked_now, "response/"), frame, content_type="application/json")
        assert sent.status_code in {400, 413, 422}
    for key in (WHERE, WHAT, SAFE, WORDS):
        for value in ("", "-1", "٣", "1.5", str(2**64), "\x00", "x" * 50_000):
            assert client.post(page(asked_now), {f"item-{key}": value}).status_code == 422
    for number in (0, 2**63, 10**30):
        assert client.get(f"{LIST}{number}/").status_code == 404
        assert client.get(f"/surveys/{number}/").status_code == 404
    assert not Response.objects.exists()


def test_my_data_holds_my_answers(asked_now, visit, resident, now):
    answer(asked_now, resident, at=now)
    told_of_me = visit(resident).get("/me/export/").json()
    assert told_of_me["survey_responses"][0]["answers"] == told()
