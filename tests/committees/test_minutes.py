"""회의록: nine fields out of the rows, frozen, corrected in a set time, complete when published."""

import json
from datetime import timedelta
from hashlib import sha256

import pytest

from committees.actions import minutes as acts
from committees.documents.minutes import canonical, compose, document_of, drafted, fingerprint
from committees.minutes_rows import GONE, NEW, history_of, minutes_row, pieces
from committees.models import Correction, Gist, Minutes, MinutesText
from letters.actions import follow
from letters.models import Dispatch, Letter
from papers import retention
from papers.document import text
from realtime.models import Event
from search.ko import index_tokens
from search.models import Entry
from tests.cast import NOON
from tests.committees.acts import begin, code_of_refusal, items_of
from tests.committees.minutes_made import (
    END,
    LAID,
    PERIOD,
    SECRET_WORDS,
    SIGNED,
    asks,
    line_of,
    signs,
    to_sign,
    whole,
)

pytestmark = pytest.mark.django_db


def words_of(fields, name):
    return [line["words"] for line in fields[name]]


class TestNineFields:
    def test_all_nine_are_filled_by_what_happened(self, over):
        fields = compose(over)
        assert list(fields) == list(Minutes.Field.values)
        assert drafted(over, LAID).empty_fields == []

    def test_when_says_each_turn_of_the_gavel(self, over):
        assert words_of(compose(over), "when") == [
            "2026. 11. 24.(화) 12:00 개의, 12:20 정회, 12:24 속개, 12:50 산회",
            "구청 대강당 (대면·영상)",
        ]

    def test_host_names_the_body_and_its_department(self, over):
        assert words_of(compose(over), "host") == ["서울특별시 관악구 협치회의 (기획예산과)"]

    def test_people_have_their_times_and_the_absent_are_named(self, over, members):
        people = words_of(compose(over), "people")
        assert people[0] == "재적 10명, 출석 6명 (대면 6명)"
        assert people[1] == "강하윤 위원장: 대면, 11:40 출석"
        assert "서지안: 대면, 11:40 출석, 12:40 퇴장" in people
        assert "불참 4명: 양주원, 오현서, 윤채아, 한가람" in people
        assert "배석 1명: 관악구 도시재생과장" in people
        assert people[-1] == "의결 1항 회피: 박시우"
        assert "배우자" not in "".join(people)

    def test_whoever_came_back_has_each_coming_and_going(self, over, members, secretary):
        came = over.attendances.get(person=members[0])
        for name, at in (("recorded", 0), ("ended", 10), ("recorded", 20)):
            acts.publish(over.room, f"attendance.{name}", came, by=secretary, at=NOON + timedelta(minutes=at))
        assert "강하윤 위원장: 대면, 12:00 출석, 12:10 퇴장, 12:20 출석" in words_of(compose(over), "people")

    def test_the_course_is_a_line_each_act_with_its_clock(self, over):
        course = words_of(compose(over), "course")
        assert course[0] == "12:00 개의"
        assert "12:05 보고 1항 지난 의결사항 처리결과 상정" in course
        assert "12:26 의결 1항 김도연 동의 1 제출" in course
        assert "12:27 의결 1항 표결 1 시작 (호명)" in course
        assert "12:27 의결 1항 표결 1 마침: 가결" in course
        assert "12:30 의결 1항 제2026-1호 원안가결" in course
        assert course[-1] == "12:50 산회"

    def test_of_a_closed_item_the_course_says_numbers_alone(self, over):
        course = words_of(compose(over), "course")
        assert "12:36 심의 1항 동의 1 제출" in course
        assert "12:25 심의 1항 비공개 안건 상정" in course
        assert not [each for each in compose(over)["course"] if each["closed"]]

    def test_votes_have_motion_seconds_arithmetic_and_names(self, over):
        votes = words_of(compose(over), "votes")
        assert votes[0] == "의결 1항 협치과제 실행계획"
        assert votes[1] == "동의 1 (제출 김도연, 재청 나은서): 골목길 조명부터 바꾼다. → 가결"
        asked, arithmetic = votes[2].split("\n")
        assert asked == "표결 1 (호명) 협치과제 실행계획을 원안대로 의결한다."
        assert arithmetic.startswith("출석 5 · 찬성 3 · 반대 1 · 기권 0")
        assert votes[3:6] == ["찬성 3명: 강하윤, 김도연, 나은서", "반대 1명: 문예진", "불참 1명: 박시우"]

    def test_decisions_have_number_form_words_and_what_is_asked_of_whom(self, over):
        decisions = words_of(compose(over), "decisions")
        assert decisions[1] == "제2026-1호 원안가결: 협치과제 실행계획을 원안대로 의결한다."
        assert decisions[2] == "처리할 일: 조명을 바꿉니다. (기획예산과, 2026. 12. 31.(목)까지)"

    def test_where_nobody_voted_the_minutes_say_so_and_no_word_spoken_stays_empty(
        self, gu, meeting, members, chair, secretary, department
    ):
        begin(meeting, secretary, members[:6])
        acts.Meeting.objects.filter(pk=meeting.pk).update(state="adjourned", adjourned_at=END)
        meeting.refresh_from_db()
        fields = compose(meeting)
        assert words_of(fields, "decisions") == ["의결한 안건 없음"]
        assert words_of(fields, "votes") == ["표결한 안건 없음"]
        assert [each.value for each in drafted(meeting, LAID).empty_fields] == ["gist"]

    def test_members_own_written_remarks_are_not_copied(self, over, members):
        item = items_of(over)[0]
        item.remarks.create(author=members[1], name="김도연", body="우리끼리 하는 말", at=NOON)
        assert "우리끼리" not in json.dumps(compose(over), ensure_ascii=False)

    def test_a_dozen_items_cost_no_more_queries_than_three(self, over, django_assert_max_num_queries):
        with django_assert_max_num_queries(60):
            compose(over)


class TestFrozen:
    def test_it_is_laid_by_the_secretary_after_the_adjournment_and_once(self, over, secretary, chair, member):
        lay = acts.lay_minutes
        assert code_of_refusal(lay, over, by=member, at=LAID) == ("not_secretary", 403)
        assert code_of_refusal(lay, over, by=chair, at=LAID) == ("not_secretary", 403)
        row = lay(over, by=secretary, at=LAID)
        assert (row.state, row.edition) == ("correcting", 1)
        assert row.corrections_until == LAID + PERIOD
        assert code_of_refusal(lay, over, by=secretary, at=LAID) == ("minutes_laid", 409)

    def test_a_meeting_that_is_not_adjourned_has_none(self, meeting, secretary):
        assert code_of_refusal(acts.lay_minutes, meeting, by=secretary, at=NOON) == (
            "meeting_not_adjourned", 409,
        )  # fmt: skip
        assert not Minutes.objects.exists()

    def test_what_happens_to_the_rows_afterwards_changes_no_letter(self, minutes):
        before = canonical(minutes.text)
        Gist.objects.update(words="다른 말")
        assert canonical(Minutes.objects.get().text) == before
        assert whole(minutes)

    def test_the_fingerprint_is_of_the_words_and_of_nothing_else(self, minutes):
        frozen = minutes.text
        assert frozen.sha256 == sha256(canonical(frozen)).hexdigest()
        frozen.fields["gist"][1]["words"] += "."
        assert fingerprint(frozen) != frozen.sha256

    def test_who_knows_all_but_the_closed_words_cannot_try_them_out(self, minutes):
        frozen = minutes.text
        guessed = MinutesText(minutes=minutes, edition=1, fields={**frozen.fields, "salt": ""})
        assert fingerprint(guessed) != frozen.sha256
        assert frozen.fields["salt"] not in json.dumps(minutes_row(frozen, inside=False))
        assert frozen.fields["salt"] not in json.dumps(minutes_row(frozen, inside=True))

    def test_members_are_written_to_and_nobody_else(self, minutes, members, resident):
        told = Letter.objects.filter(dispatch__about=f"meeting/{minutes.meeting_id}/minutes/laid")
        assert {letter.person_id for letter in told} == {person.pk for person in members}
        dispatch = told.first().dispatch
        assert dispatch.url == f"/meetings/{minutes.meeting_id}/minutes/"
        assert "2026. 12. 1.(화) 14:00까지" in dispatch.words


class TestCorrections:
    def test_a_member_asks_and_the_minutes_do_not_change_by_it(self, minutes, member):
        correction = asks(minutes, member)
        assert correction.was == "김도연: 골목길이 먼저입니다."
        assert (correction.name, correction.state) == ("김도연", "asked")
        assert Minutes.objects.get().edition == 1

    def test_only_members_of_that_day_ask(self, minutes, secretary, resident, auditor):
        for stranger in (secretary, resident, auditor):
            assert code_of_refusal(asks, minutes, stranger) == ("not_a_member", 403)
        assert not Correction.objects.exists()

    def test_nobody_asks_after_the_set_time(self, minutes, member):
        last = LAID + PERIOD
        assert asks(minutes, member, at=last - timedelta(seconds=1)).pk
        assert code_of_refusal(asks, minutes, member, at=last) == ("corrections_over", 409)

    @pytest.mark.parametrize(
        ("field", "line"),
        [
            ("gist", 0),
            ("gist", 999),
            ("gist", -1),
            ("gist", "1"),
            ("salt", 0),
            ("meeting", 0),
            (None, 0),
            ({}, 0),
        ],
    )
    def test_a_line_that_is_none_is_refused(self, minutes, member, field, line):
        said = {"edition": 1, "field": field, "line": line, "words": "다른 말", "by": member, "at": LAID}
        assert code_of_refusal(acts.ask_correction, minutes, **said) == ("no_such_line", 422)

    def test_the_same_words_and_an_older_edition_are_refused(self, minutes, member, secretary):
        same = "김도연: 골목길이 먼저입니다."
        assert code_of_refusal(asks, minutes, member, words=same) == ("nothing_changed", 422)
        said = {"field": "gist", "line": 1, "words": "다른 말", "by": member, "at": LAID}
        assert code_of_refusal(acts.ask_correction, minutes, edition=2, **said) == ("minutes_changed", 409)

    def test_what_is_taken_is_the_next_edition(self, minutes, member, secretary):
        correction = asks(minutes, member)
        acts.answer_correction(correction, taken=True, by=secretary, at=LAID)
        row = Minutes.objects.get()
        assert row.edition == 2
        assert "김도연: 골목길과 공원이 먼저입니다." in words_of(row.text.fields, "gist")
        assert "골목길이 먼저입니다." in json.dumps(row.texts.get(edition=1).fields, ensure_ascii=False)
        assert row.text.reason == "김도연 위원의 정정 요구"
        (change,) = history_of(row)[0]["changes"]
        assert (GONE, "골목길이") in change["pieces"]
        assert (NEW, "골목길과 공원이") in change["pieces"]

    def test_what_is_declined_needs_a_reason_and_changes_nothing(self, minutes, member, secretary):
        correction = asks(minutes, member)
        answer = acts.answer_correction
        assert code_of_refusal(answer, correction, taken=False, by=secretary, at=LAID) == (
            "reason_needed",
            422,
        )
        done = answer(correction, taken=False, answer="녹음과 다릅니다.", by=secretary, at=LAID)
        assert (done.state, done.answer, Minutes.objects.get().edition) == ("declined", "녹음과 다릅니다.", 1)
        again = {"taken": True, "by": secretary, "at": LAID}
        assert code_of_refusal(answer, correction, **again) == ("correction_over", 409)

    def test_the_secretary_alone_answers_and_the_asker_alone_withdraws(
        self, minutes, member, members, secretary, chair
    ):
        correction = asks(minutes, member)
        said = {"taken": True, "at": LAID}
        assert code_of_refusal(acts.answer_correction, correction, by=chair, **said) == ("not_secretary", 403)
        withdraw = acts.withdraw_correction
        assert code_of_refusal(withdraw, correction, by=members[2], at=LAID) == ("not_its_asker", 403)
        assert withdraw(correction, by=member, at=LAID).state == "withdrawn"
        assert code_of_refusal(withdraw, correction, by=member, at=LAID) == ("correction_over", 409)

    def test_a_wish_finds_its_line_in_a_later_edition_and_not_one_that_was_mended(
        self, minutes, member, members, secretary
    ):
        first, second = asks(minutes, member), asks(minutes, members[2], words="김도연: 공원이 먼저입니다.")
        added = {"field": "gist", "words": "나은서: 동의합니다.", "item": items_of(minutes.meeting)[0].pk}
        acts.amend_minutes(minutes, edition=1, changes=[added], reason="빠진 발언", by=secretary, at=LAID)
        acts.answer_correction(first, taken=True, by=secretary, at=LAID)
        assert "김도연: 골목길과 공원이 먼저입니다." in words_of(Minutes.objects.get().text.fields, "gist")
        again = {"taken": True, "by": secretary, "at": LAID}
        assert code_of_refusal(acts.answer_correction, second, **again) == ("minutes_changed", 409)

    def test_the_time_is_not_ended_over_the_head_of_whoever_waits(self, minutes, member, secretary):
        correction = asks(minutes, member)
        close = acts.close_corrections
        assert code_of_refusal(close, minutes, by=secretary, at=SIGNED) == ("corrections_waiting", 409)
        acts.withdraw_correction(correction, by=member, at=LAID)
        assert close(minutes, by=secretary, at=SIGNED).state == "signing"
        assert code_of_refusal(close, minutes, by=secretary, at=SIGNED) == ("corrections_over", 409)

    def test_tracked_changes_say_what_goes_and_what_comes(self):
        assert pieces("골목길이 먼저", "공원이 먼저") == [
            (GONE, "골목길이"),
            (NEW, "공원이"),
            ("same", " 먼저"),
        ]
        assert pieces("같은 말", "같은 말") == [("same", "같은 말")]


class TestAmending:
    def change(self, minutes, part, words, field="gist"):
        return {"field": field, "line": line_of(minutes, field, part), "words": words}

    def test_the_secretary_mends_with_a_reason(self, minutes, secretary, chair):
        change = self.change(minutes, "세 건을", "김도연: 네 건을 마쳤습니다.")
        amend, said = acts.amend_minutes, {"edition": 1, "changes": [change], "at": LAID}
        refused = code_of_refusal(amend, minutes, reason=" ", by=secretary, **said)
        assert refused == ("reason_needed", 422)
        refused = code_of_refusal(amend, minutes, reason="잘못 들음", by=chair, **said)
        assert refused == ("not_secretary", 403)
        refused = code_of_refusal(amend, minutes, reason="잘못 들음", by=secretary, **said | {"edition": 2})
        assert refused == ("minutes_changed", 409)
        amend(minutes, edition=1, changes=[change], reason="잘못 들음", by=secretary, at=LAID)
        assert "김도연: 네 건을 마쳤습니다." in words_of(Minutes.objects.get().text.fields, "gist")

    def test_a_line_is_struck_and_one_is_added_where_its_item_stands(self, minutes, secretary):
        item = items_of(minutes.meeting)[1]
        changes = [
            {"field": "gist", "item": item.pk, "words": "나은서: 공원도 봅시다."},
            self.change(minutes, "세 건을", ""),
        ]
        acts.amend_minutes(minutes, edition=1, changes=changes, reason="정리", by=secretary, at=LAID)
        gist = words_of(Minutes.objects.get().text.fields, "gist")
        assert "김도연: 세 건을 모두 마쳤습니다." not in gist
        assert gist[gist.index("김도연: 골목길이 먼저입니다.") + 1] == "나은서: 공원도 봅시다."

    def test_what_is_added_to_a_closed_item_is_closed(self, minutes, secretary):
        closed = items_of(minutes.meeting)[2]
        added = {"field": "gist", "item": closed.pk, "words": "간사: 호암로는 어렵습니다."}
        acts.amend_minutes(minutes, edition=1, changes=[added], reason="빠짐", by=secretary, at=LAID)
        assert "호암로" not in text(document_of(Minutes.objects.get().text, inside=False))

    @pytest.mark.parametrize("changes", [None, [], {}, "고침", [{"field": "gist", "line": 1}], [3]])
    def test_what_is_no_change_is_refused(self, minutes, secretary, changes):
        code, status = code_of_refusal(
            acts.amend_minutes, minutes, edition=1, changes=changes, reason="정리", by=secretary, at=LAID
        )
        assert (code in {"nothing_changed", "no_such_line"}, status) == (True, 422)
        assert Minutes.objects.get().edition == 1

    def test_an_item_of_another_meeting_gets_no_line(self, minutes, secretary):
        added = {"field": "gist", "item": 10**9, "words": "남의 말"}
        refused = code_of_refusal(
            acts.amend_minutes, minutes, edition=1, changes=[added], reason="정리", by=secretary, at=LAID
        )
        assert refused == ("no_such_line", 422)


class TestPublication:
    @pytest.fixture
    def signed(self, over, secretary, chair):
        minutes = to_sign(over, secretary)
        signs(minutes, chair)
        return signs(minutes, secretary)

    def test_it_needs_both_signatures_and_the_secretary(self, over, secretary, chair):
        minutes = to_sign(over, secretary)
        publish = acts.publish_minutes
        assert code_of_refusal(publish, minutes, by=secretary, at=SIGNED) == ("signatures_missing", 409)
        signs(minutes, chair)
        assert code_of_refusal(publish, minutes, by=secretary, at=SIGNED) == ("signatures_missing", 409)
        signs(minutes, secretary)
        assert code_of_refusal(publish, minutes, by=chair, at=SIGNED) == ("not_secretary", 403)
        assert publish(minutes, by=secretary, at=SIGNED).state == "published"
        assert code_of_refusal(publish, minutes, by=secretary, at=SIGNED) == ("minutes_published", 409)
        late = {
            "edition": 1,
            "changes": [{"field": "gist", "line": 1, "words": "다른 말"}],
            "reason": "늦음",
            "at": SIGNED,
        }
        assert code_of_refusal(acts.amend_minutes, minutes, by=secretary, **late) == (
            "minutes_published",
            409,
        )

    def test_an_empty_field_is_named_and_nothing_is_published(self, over, secretary, chair):
        Gist.objects.all().delete()
        minutes = to_sign(over, secretary)
        events = Event.objects.count()
        with pytest.raises(acts.Refusal) as refused:
            acts.publish_minutes(minutes, by=secretary, at=SIGNED)
        assert (refused.value.code, refused.value.facts["fields"]) == ("minutes_incomplete", ["gist"])
        assert "발언 요지" in str(refused.value)
        assert code_of_refusal(signs, minutes, chair) == ("minutes_incomplete", 409)
        assert (Minutes.objects.get().published_at, Event.objects.count()) == (None, events)

    def test_followers_hear_of_it_and_it_is_found_by_its_public_words(self, signed, secretary, resident):
        follow(resident, topic=signed.meeting.topic, title="회의", url="/", at=LAID)
        acts.publish_minutes(signed, by=secretary, at=SIGNED)
        told = Dispatch.objects.get(about=f"meeting/{signed.meeting_id}/minutes/published")
        assert (told.topic, told.title) == (
            signed.meeting.topic,
            "협치회의 제2차 전체회의 회의록이 공개되었습니다",
        )
        entry = Entry.objects.of(signed).get()
        assert entry.kind == "minutes"
        assert index_tokens("골목길이") in entry.tokens
        assert not [word for word in SECRET_WORDS if index_tokens(word) in entry.tokens]
        assert Event.objects.filter(name="minutes.published", room__kind="meeting").count() == 1

    def test_what_is_destroyed_is_gone_from_every_edition_and_the_fingerprint_says_so(
        self, signed, member, secretary
    ):
        gist = Gist.objects.get(words="골목길이 먼저입니다.")
        retention.blank("gist", gist.pk)
        everything = json.dumps([each.fields for each in MinutesText.objects.all()], ensure_ascii=False)
        assert "골목길이 먼저입니다." not in everything
        assert not whole(signed)
