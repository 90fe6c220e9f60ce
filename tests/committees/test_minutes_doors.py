"""Minutes at their doors: page, forms, API, files and the package for the archive."""

import io
import json
import zipfile
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.utils import timezone

from committees.actions import minutes as acts
from committees.models import Correction, Meeting, Membership, Minutes, Signature
from district.models import AccessRecord
from papers import hwpx
from tests.committees.acts import gather, items_of
from tests.committees.doors import act, api, presses
from tests.committees.minutes_made import PERIOD, SECRET_WORDS, held, line_of, proof_of
from tests.district.test_desk import SECRET, code_now

pytestmark = pytest.mark.django_db
PLACE = "/meetings/{}/minutes/"


@pytest.fixture
def over(gu, meeting, members, chair, secretary, department):
    """Held in the tests' November; the doors look at the clock of today, when everybody still sits."""
    Membership.objects.update(end="2040-12-31")
    return held(meeting, members, department)


@pytest.fixture
def minutes(over, secretary):
    return acts.lay_minutes(over, by=secretary, at=timezone.now())


@pytest.fixture
def signable(over, secretary):
    row = acts.lay_minutes(over, by=secretary, at=timezone.now() - PERIOD - timedelta(hours=1))
    return acts.close_corrections(row, by=secretary, at=timezone.now())


@pytest.fixture
def published(signable, secretary, chair):
    from committees.actions.signing import sign_minutes

    at, digest = timezone.now(), signable.text.sha256
    for person in (chair, secretary):
        sign_minutes(signable, sha256=digest, by=person, at=at, proof=proof_of(person, at))
    return acts.publish_minutes(Minutes.objects.get(), by=secretary, at=at)


def page(client, meeting, query=""):
    return client.get(PLACE.format(meeting.pk) + query)


def place(meeting, *rest):
    return PLACE.format(meeting.pk) + "".join(f"{each}/" for each in rest)


class TestPage:
    def test_before_publication_it_is_there_for_those_inside_alone(
        self, visit, minutes, member, secretary, chair, resident, officer
    ):
        for person in (None, resident, officer):
            assert page(visit(person), minutes.meeting).status_code == 404
            assert visit(person).get(api(minutes.meeting, "minutes")).status_code == 404
        for person in (member, secretary, chair):
            answer = page(visit(person), minutes.meeting)
            assert answer.status_code == 200
            assert answer["Cache-Control"] == "private, no-store"
            assert "매도인과 만났습니다." in answer.text

    def test_a_draft_writes_itself_and_is_not_for_everybody(self, visit, over, member, resident):
        assert page(visit(resident), over).status_code == 404
        told = page(visit(member), over).text
        assert "작성 중" in told
        assert "골목길이 먼저입니다." in told
        assert not Minutes.objects.exists()

    def test_published_everybody_reads_it_without_what_is_closed(self, visit, published, resident, member):
        for person in (None, resident):
            told = page(visit(person), published.meeting).text
            assert "골목길이 먼저입니다." in told
            assert "비공개 (근거: 정보공개법 제9조제1항제5호)" in told
            assert [word for word in SECRET_WORDS if word in told] == []
        assert "매도인과 만났습니다." in page(visit(member), published.meeting).text
        assert "매도인과" not in page(visit(member), published.meeting, "?as=public").text

    def test_an_auditors_reading_is_written_down(self, visit, minutes, auditor):
        assert page(visit(auditor), minutes.meeting).status_code == 200
        assert [each.purpose for each in AccessRecord.objects.all()] == ["minutes"]

    def test_who_may_do_what_is_offered_and_nothing_else(self, visit, minutes, member, secretary, chair):
        links = {
            "정정": (member, chair), "고치기": (secretary,), "정정 기간 마치기": (secretary,),
        }  # fmt: skip
        for words, people in links.items():
            for person in (member, secretary, chair):
                shown = f">{words}<" in page(visit(person), minutes.meeting).text
                assert shown == (person in people), (words, person)


class TestForms:
    def test_it_is_laid_once_by_one_press(self, visit, over, secretary, member):
        client, ref = visit(secretary), str(uuid4())
        for _ in range(2):
            assert presses(client, place(over, "lay"), ref=ref).status_code == 302
        assert Minutes.objects.count() == 1
        assert presses(visit(member), place(over, "lay")).status_code == 403

    def test_a_member_asks_at_the_line_and_the_secretary_takes_it(self, visit, minutes, member, secretary):
        line = line_of(minutes, "gist", "골목길")
        told = page(visit(member), minutes.meeting, f"?line=gist.{line}").text
        assert "이렇게 고쳐 주세요" in told
        said = {"edition": 1, "field": "gist", "line": line, "words": "김도연: 공원이 먼저입니다."}
        assert presses(visit(member), place(minutes.meeting, "correct"), **said).status_code == 302
        correction = Correction.objects.get()
        shown = page(visit(secretary), minutes.meeting).text
        assert "<del>" in shown
        assert "공원이</ins>" in shown
        where = place(minutes.meeting, "corrections", correction.pk, "answer")
        assert presses(visit(secretary), where, taken="yes").status_code == 302
        assert "김도연: 공원이 먼저입니다." in json.dumps(
            Minutes.objects.get().text.fields, ensure_ascii=False
        )

    def test_what_was_not_taken_stands_in_its_form_again(self, visit, minutes, member):
        line = line_of(minutes, "gist", "골목길")
        said = {"edition": 9, "field": "gist", "line": line, "words": "내가 쓴 긴 글"}
        answer = presses(visit(member), place(minutes.meeting, "correct"), **said)
        assert answer.status_code == 409
        assert "내가 쓴 긴 글" in answer.text

    def test_the_secretary_mends_a_field_at_once(self, visit, minutes, secretary):
        shown = page(visit(secretary), minutes.meeting, "?edit=gist").text
        assert 'name="change-1"' in shown
        gist = minutes.text.fields["gist"]
        said = {f"change-{n}": each["words"] for n, each in enumerate(gist) if not each.get("head")}
        said |= {
            "edited": "gist",
            "reason": "잘못 들음",
            "added": "위원 일동: 이의 없습니다.",
            "change-1": "김도연: 네 건",
        }
        said["edition"] = 1
        assert presses(visit(secretary), place(minutes.meeting, "amend"), **said).status_code == 302
        words = [each["words"] for each in Minutes.objects.get().text.fields["gist"]]
        assert words[1] == "김도연: 네 건"
        assert words[-1] == "위원 일동: 이의 없습니다."
        assert len(words) == len(gist) + 1
        history = page(visit(secretary), minutes.meeting).text
        assert "고친 내력" in history
        assert "잘못 들음" in history

    def test_what_was_mended_in_front_of_an_older_edition_is_kept_and_not_taken(
        self, visit, minutes, secretary
    ):
        said = {"edition": 7, "edited": "gist", "reason": "까닭", "change-1": "김도연: 늦은 글"}
        answer = presses(visit(secretary), place(minutes.meeting, "amend"), **said)
        assert (answer.status_code, Minutes.objects.get().edition) == (409, 1)
        assert "김도연: 늦은 글</textarea>" in answer.text

    def test_nobody_presses_without_a_name(self, visit, minutes):
        for form in ("lay", "amend", "correct", "close", "sign", "publish"):
            answer = presses(visit(), place(minutes.meeting, form))
            assert answer.status_code in {302, 404}
            assert answer.status_code == 404 or answer["Location"].startswith("/accounts/login/")
        assert Minutes.objects.get().edition == 1

    def test_a_correction_of_another_meeting_is_not_there(self, visit, minutes, secretary):
        assert (
            presses(visit(secretary), place(minutes.meeting, "corrections", 999, "answer")).status_code == 404
        )


class TestSigning:
    def test_with_the_code_of_the_app(self, visit, signable, chair):
        TOTP.activate(chair, SECRET)
        client = visit(chair)
        assert "인증 앱의 숫자" in page(client, signable.meeting).text
        said = {"sha256": signable.text.sha256, "code": code_now()}
        assert presses(client, place(signable.meeting, "sign"), **said).status_code == 302
        assert Signature.objects.get().person == chair

    def test_without_a_factor_it_is_said_where_to_set_one_up(self, visit, signable, chair):
        assert "/accounts/2fa/totp/activate/" in page(visit(chair), signable.meeting).text
        said = {"sha256": signable.text.sha256, "code": "123456"}
        answer = presses(visit(chair), place(signable.meeting, "sign"), **said)
        assert answer.status_code == 409
        assert 'href="/accounts/2fa/"' in answer.text
        assert not Signature.objects.exists()

    def test_one_code_is_one_signature_and_a_repeated_request_spends_none(
        self, visit, signable, chair, secretary
    ):
        TOTP.activate(chair, SECRET)
        client, ref = visit(chair), uuid4()
        said = {"sha256": signable.text.sha256, "code": code_now()}
        answers = [act(client, api(signable, "sign"), ref, **said) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [200, 200]
        assert answers[0].json()["seq"] == answers[1].json()["seq"]
        assert answers[0].json()["signatures"][0]["name"] == "강하윤"
        again = act(client, api(signable, "sign"), **said)
        assert again.json()["code"] == "already_signed"
        assert Signature.objects.count() == 1

    def test_a_used_code_is_not_used_again_by_whoever_saw_it(self, visit, signable, chair, secretary):
        TOTP.activate(chair, SECRET)
        used = code_now()
        said = {"sha256": "0" * 64, "code": used}
        assert act(visit(chair), api(signable, "sign"), **said).json()["code"] == "minutes_changed"
        said["sha256"] = signable.text.sha256
        assert act(visit(chair), api(signable, "sign"), **said).json()["code"] == "second_factor_wrong"
        assert not Signature.objects.exists()

    def test_whoever_may_not_sign_keeps_their_code(self, visit, signable, member):
        TOTP.activate(member, SECRET)
        said = {"sha256": signable.text.sha256, "code": code_now()}
        assert act(visit(member), api(signable, "sign"), **said).json()["code"] == "not_a_signer"
        from django.core.cache import cache

        assert cache.get(f"allauth.mfa.totp.used?user={member.pk}&code={said['code']}") is None

    def test_both_sign_and_the_secretary_publishes(self, visit, signable, chair, secretary, resident):
        for person in (chair, secretary):
            TOTP.activate(person, SECRET)
            said = {"sha256": signable.text.sha256, "code": code_now()}
            assert presses(visit(person), place(signable.meeting, "sign"), **said).status_code == 302
        assert "회의록 공개하기" in page(visit(secretary), signable.meeting).text
        assert presses(visit(secretary), place(signable.meeting, "publish")).status_code == 302
        told = page(visit(resident), signable.meeting).text
        assert "강하윤" in told
        assert signable.text.sha256 in told


class TestApi:
    def test_the_whole_way_by_programs(self, visit, over, member, secretary):
        clerk = visit(secretary)
        laid = act(clerk, api(over, "minutes"))
        assert (laid.status_code, laid.json()["state"], laid.json()["edition"]) == (201, "correcting", 1)
        assert [field["name"] for field in laid.json()["fields"]] == list(Minutes.Field.values)
        row = Minutes.objects.get()
        said = {"edition": 1, "field": "gist", "line": 1, "words": "김도연: 두 건"}
        asked = act(visit(member), api(row, "corrections"), **said)
        assert (asked.status_code, asked.json()["was"]) == (201, "김도연: 세 건을 모두 마쳤습니다.")
        listed = clerk.get(api(row, "corrections")).json()["results"]
        assert [each["id"] for each in listed] == [asked.json()["id"]]
        where = f"/api/v1/corrections/{asked.json()['id']}"
        assert act(visit(member), f"{where}/answer/", taken=True).json()["code"] == "not_secretary"
        assert act(clerk, f"{where}/answer/", taken=True).json()["state"] == "taken"
        change = [{"field": "gist", "line": 1, "words": "김도연: 네 건"}]
        mended = act(clerk, api(row, "amend"), edition=2, changes=change, reason="다시 들음").json()
        assert (mended["edition"], mended["fields"][6]["lines"][1]["words"]) == (3, "김도연: 네 건")
        assert act(clerk, api(row, "close")).json()["state"] == "signing"
        assert act(clerk, api(row, "publish")).json()["code"] == "signatures_missing"

    def test_the_same_request_twice_is_done_once(self, visit, minutes, member):
        ref, said = uuid4(), {"edition": 1, "field": "gist", "line": 1, "words": "김도연: 두 건"}
        first, second = (act(visit(member), api(minutes, "corrections"), ref, **said) for _ in range(2))
        assert first.json() == second.json()
        assert Correction.objects.count() == 1
        other = act(visit(member), api(minutes, "corrections"), ref, **said | {"words": "다른 글"})
        assert other.json()["code"] == "ref_reused"

    def test_strangers_find_nothing_to_act_on(self, visit, minutes, resident, officer):
        for person in (resident, officer):
            for verb in ("amend", "corrections", "close", "sign", "publish"):
                assert act(visit(person), api(minutes, verb)).status_code == 404, verb
            for file in ("export", "hwpx", "pdf"):
                assert visit(person).get(api(minutes, file)).status_code == 404

    def test_for_everybody_once_published(self, visit, published):
        told = visit().get(api(published.meeting, "minutes"))
        assert told.json()["inside"] is False
        assert [word for word in SECRET_WORDS if word in told.text] == []
        assert {each["office"] for each in told.json()["signatures"]} == {"chair", "secretary"}
        assert visit().get(api(published, "corrections")).status_code == 403

    @pytest.mark.parametrize("said", [
        {"changes": "x"}, {"changes": [{"field": {}, "words": "x"}]}, {"changes": [[]], "reason": 3},
        {"changes": [{"field": "gist", "line": 1.5, "words": "x"}], "reason": "x"},
        {"changes": [{"field": "gist", "line": "1", "words": "x"}], "reason": ["x"]},
        {"changes": [{"field": "gist", "item": True, "words": "x"}], "reason": "x"},
    ])  # fmt: skip
    def test_what_makes_no_sense_is_refused(self, visit, minutes, secretary, said):
        assert act(visit(secretary), api(minutes, "amend"), edition=1, **said).status_code == 422
        assert Minutes.objects.get().edition == 1

    @pytest.mark.parametrize("said", [
        {"words": 3}, {"reason": 3}, {"reason": ["x"]}, {"line": True}, {"edition": "1"}, {"field": ["gist"]},
    ])  # fmt: skip
    def test_so_is_such_a_correction(self, visit, minutes, member, said):
        usual = {"edition": 1, "field": "gist", "line": 1, "words": "김도연: 두 건"}
        assert act(visit(member), api(minutes, "corrections"), **usual | said).status_code in {409, 422}
        assert not Correction.objects.exists()


class TestFiles:
    def test_hwpx_says_what_the_page_says_to_this_reader(self, visit, published, member):
        public = hwpx.read(visit().get(place(published.meeting, "hwpx")).content)
        assert [word for word in SECRET_WORDS if word in public] == []
        inside = hwpx.read(visit(member).get(place(published.meeting, "hwpx")).content)
        assert [word for word in SECRET_WORDS if word not in inside] == []
        preview = hwpx.read(visit(member).get(place(published.meeting, "hwpx") + "?as=public").content)
        assert preview == public
        assert hwpx.read(visit().get(api(published, "hwpx")).content) == public

    def test_another_form_is_not_there(self, visit, published):
        assert visit().get(place(published.meeting, "xlsx")).status_code == 404

    def test_the_package_carries_the_words_the_signatures_and_the_fingerprints(
        self, visit, published, chair, secretary
    ):
        answer = visit(secretary).get(place(published.meeting, "export"))
        assert answer["Content-Type"] == "application/zip"
        package = zipfile.ZipFile(io.BytesIO(answer.content))
        manifest = json.loads(package.read("manifest.json"))
        assert set(package.namelist()) == {*manifest["files"], "manifest.json"}
        for name, facts in manifest["files"].items():
            assert sha256(package.read(name)).hexdigest() == facts["sha256"]
        # What was signed can be proven by anybody who has the package and nothing else.
        assert sha256(package.read("text.json")).hexdigest() == manifest["signed_sha256"]
        told = json.loads(package.read("minutes.json"))
        assert {each["sha256"] for each in told["signatures"]} == {manifest["signed_sha256"]}
        assert len(told["fields"]) == 9
        assert hwpx.check(package.read("minutes.hwpx")) == []
        assert package.read("minutes.pdf").startswith(b"%PDF-")
        assert visit(chair).get(api(published, "export")).content == answer.content

    def test_it_is_for_chair_secretary_and_the_audit_of_which_a_line_stays(
        self, visit, published, member, resident, auditor
    ):
        refused = visit(member).get(api(published, "export"))
        assert (refused.status_code, refused.json()["code"]) == (403, "not_exporting")
        assert visit(resident).get(place(published.meeting, "export")).status_code == 404
        assert visit(auditor).get(place(published.meeting, "export")).status_code == 200
        assert "minutes_export" in {each.purpose for each in AccessRecord.objects.all()}

    def test_the_feed_has_it_once_it_is_published(self, visit, minutes, secretary):
        assert "회의록</title>" in visit().get("/feeds/minutes.atom").text
        assert "<entry>" not in visit().get("/feeds/minutes.atom").text

    def test_and_nothing_closed_then(self, visit, published):
        told = visit().get("/feeds/minutes.atom").text
        assert "골목길" in told
        assert [word for word in SECRET_WORDS if word in told] == []


def test_a_meeting_of_which_no_roll_was_kept_shows_its_draft(visit, gu, meeting, members, chair, secretary):
    gather(meeting, members[:1])
    assert page(visit(secretary), meeting).status_code == 200
    assert items_of(Meeting.objects.get(pk=meeting.pk))
