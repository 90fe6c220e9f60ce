"""The author objects to the hiding, whoever is harmed to the words; somebody else decides, both are told."""

from datetime import timedelta

import pytest

from cms.mydata import gather
from deliberation import actions
from deliberation.models import Appeal, Comment, Measure
from letters.models import Letter
from realtime.models import Event
from tests.cast import NOON
from tests.deliberation.order import again, colleague, hide, numbers, refused, report

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=30)


def appeal(comment, by, words="욕설이 아닙니다."):
    return actions.appeal_hiding(comment, by=by, words=words, at=NOON)


def decide(comment, by, outcome, answer="살펴보았습니다."):
    return actions.decide_appeal(comment, by=by, outcome=outcome, answer=answer, at=NOON)


def request(comment, by, words="제 이름이 적혀 있습니다.", at=NOON):
    return actions.request_measure(comment, by=by, words=words, at=at)


def take(comment, by, at=NOON, **more):
    return actions.take_measure(comment, by=by, at=at, **more)


def told(person):
    return [
        letter.dispatch.title for letter in Letter.objects.on_screen().filter(person=person).order_by("id")
    ]


def test_an_appeal_is_decided_by_other_eyes_and_the_words_stand_again(thread, comment, resident, moderator):
    hide(comment, moderator)
    appeal(comment, resident)
    assert refused(decide, comment, moderator, "restored") == ("own_decision", 403)
    decide(comment, colleague(), "restored")
    comment.refresh_from_db()
    assert (comment.state, Appeal.objects.get().outcome) == ("standing", "restored")
    assert numbers(thread) == (1, 1)
    assert Event.objects.latest("id").name == "comment.restored"
    assert told(resident)[-1] == "이의를 받아들여 글을 되돌렸습니다."


def test_an_appeal_that_is_not_upheld_leaves_the_words_hidden_and_is_made_once(comment, resident, moderator):
    hide(comment, moderator)
    appeal(comment, resident)
    assert refused(appeal, comment, resident) == ("already_appealed", 409)
    decide(comment, colleague(), "upheld")
    comment.refresh_from_db()
    assert comment.state == "hidden"
    assert refused(appeal, comment, resident) == ("already_appealed", 409)
    assert told(resident)[-1] == "이의를 살펴본 결과 그대로 가립니다."


def test_only_the_author_appeals_and_only_against_something(comment, resident, neighbour, moderator):
    assert refused(appeal, comment, resident) == ("not_hidden", 409)
    hide(comment, moderator)
    assert refused(appeal, comment, neighbour) == ("not_author", 403)
    assert refused(appeal, comment, resident, words="") == ("empty_words", 422)
    assert refused(decide, comment, moderator, "restored") == ("no_appeal", 409)
    appeal(comment, resident)
    assert refused(decide, comment, colleague(), "perhaps") == ("unknown_outcome", 422)
    assert refused(decide, comment, neighbour, "restored") == ("not_moderator", 403)
    assert refused(actions.restore_words, comment, by=moderator, at=NOON) == ("objection_open", 409)


def test_whoever_is_blocked_may_still_object(comment, resident, moderator):
    hide(comment, moderator)
    until = NOON + timedelta(days=7)
    actions.block_person(resident, by=moderator, rule="abuse", reason="욕설", until=until, at=NOON)
    assert appeal(comment, again(resident))


def test_a_measure_hides_for_thirty_days_and_ends_by_itself_once(
    thread, comment, resident, neighbour, moderator
):
    request(comment, neighbour)
    comment.refresh_from_db()
    assert comment.state == "standing"
    take(comment, moderator)
    comment.refresh_from_db()
    measure = Measure.objects.get()
    assert (comment.state, comment.ground, measure.until) == ("hidden", "measure", NOON + MONTH)
    assert numbers(thread) == (0, 0)
    actions.due(NOON + MONTH - timedelta(seconds=1))
    assert Comment.objects.get().state == "hidden"
    for _ in range(2):
        actions.due(NOON + MONTH)
    assert (Comment.objects.get().state, Measure.objects.get().outcome) == ("standing", "expired")
    assert numbers(thread) == (1, 1)
    assert Event.objects.filter(name="comment.restored").count() == 1
    for person in (resident, neighbour):
        assert told(person) == ["임시조치로 글을 가렸습니다.", "임시조치의 결과: 기간이 지나 되돌림"]


def test_the_law_gives_a_measure_thirty_days_and_no_more(comment, neighbour, moderator):
    request(comment, neighbour)
    for until in (NOON, NOON + MONTH + timedelta(seconds=1)):
        assert refused(take, comment, moderator, until=until) == ("bad_measure_end", 422)
    take(comment, moderator, until=NOON + timedelta(days=3))
    assert Measure.objects.get().until == NOON + timedelta(days=3)


def test_a_measure_is_asked_for_by_somebody_known_about_words_that_stand(
    comment, resident, neighbour, unverified, moderator, residents
):
    assert refused(request, comment, unverified) == ("verification_needed", 403)
    assert refused(request, comment, resident) == ("own_words", 409)
    assert refused(request, comment, neighbour, words="") == ("empty_words", 422)
    assert refused(take, comment, moderator) == ("no_measure", 409)
    request(comment, neighbour)
    assert refused(request, comment, *residents(1)) == ("measure_open", 409)
    assert refused(take, comment, neighbour) == ("not_moderator", 403)
    take(comment, moderator)
    assert refused(take, comment, moderator) == ("measure_taken", 409)
    actions.decide_measure(comment, by=moderator, outcome="restored", at=NOON)
    assert refused(request, comment, neighbour) == ("already_requested", 409)


def test_the_author_objects_and_the_moderator_restores(thread, comment, resident, neighbour, moderator):
    request(comment, neighbour)
    assert refused(actions.object_to_measure, comment, by=resident, words="사실입니다", at=NOON) == (
        "measure_not_taken", 409,
    )  # fmt: skip
    take(comment, moderator)
    assert refused(actions.object_to_measure, comment, by=neighbour, words="말", at=NOON) == (
        "not_author",
        403,
    )
    assert refused(appeal, comment, resident) == ("measure_stands", 409)
    actions.object_to_measure(comment, by=resident, words="사실입니다", at=NOON)
    assert refused(actions.object_to_measure, comment, by=resident, words="또", at=NOON) == (
        "already_objected", 409,
    )  # fmt: skip
    other = colleague()
    told_why = {"outcome": "restored", "answer": "공익에 관한 글입니다.", "at": NOON}
    assert refused(actions.decide_measure, comment, by=moderator, **told_why) == ("own_decision", 403)
    actions.decide_measure(comment, by=other, **told_why)
    measure = Measure.objects.get()
    assert (measure.outcome, measure.objection, measure.decided_by) == ("restored", "사실입니다", other)
    assert numbers(thread) == (1, 1)
    assert "임시조치에 이의가 들어왔습니다." in told(neighbour)
    actions.due(NOON + MONTH)
    assert Event.objects.filter(name="comment.restored").count() == 1


def test_a_measure_becomes_a_hiding_only_on_a_rule_of_the_house(comment, resident, neighbour, moderator):
    request(comment, neighbour)
    take(comment, moderator)
    end = {"by": moderator, "at": NOON}
    assert refused(actions.decide_measure, comment, outcome="hidden", **end) == ("ground_needed", 422)
    assert refused(actions.decide_measure, comment, outcome="refused", **end) == ("unknown_outcome", 422)
    actions.decide_measure(comment, outcome="hidden", rule="privacy", **end)
    comment.refresh_from_db()
    assert (comment.state, comment.ground) == ("hidden", "privacy")
    assert appeal(comment, resident)  # and against that the author may appeal


def test_a_request_may_be_refused_and_both_are_told(comment, resident, neighbour, moderator):
    request(comment, neighbour)
    end = {"by": moderator, "at": NOON}
    assert refused(actions.decide_measure, comment, outcome="restored", **end) == ("unknown_outcome", 422)
    actions.decide_measure(comment, outcome="refused", answer="침해가 아닙니다.", **end)
    assert Comment.objects.get().state == "standing"
    assert told(neighbour) == ["임시조치의 결과: 받아들이지 않음"]
    assert refused(actions.decide_measure, comment, outcome="refused", **end) == ("no_measure", 409)


def test_whoever_asks_for_their_data_is_given_what_they_said_here(comment, resident, neighbour, moderator):
    report(comment, neighbour, words="심합니다")
    request(comment, neighbour)
    hide(comment, moderator)
    appeal(comment, resident)
    theirs, mine = gather(neighbour, NOON), gather(resident, NOON)
    assert [row["words"] for row in theirs["reports"]] == ["심합니다"]
    assert [row["words"] for row in theirs["measures"]] == ["제 이름이 적혀 있습니다."]
    assert [row["words"] for row in mine["appeals"]] == ["욕설이 아닙니다."]
    assert (mine["reports"], mine["blocks"]) == ([], [])


def test_no_letter_carries_the_words_of_the_comment(comment, resident, neighbour, moderator):
    request(comment, neighbour)
    take(comment, moderator)
    actions.decide_measure(comment, by=moderator, outcome="hidden", rule="privacy", at=NOON)
    for letter in Letter.objects.all():
        assert comment.body not in letter.dispatch.words + letter.dispatch.title
