"""Following while two proposals become one, and an office that presses twice in a slow talk."""

from datetime import timedelta
from uuid import uuid4

import pytest

from deliberation import actions
from deliberation.models import Comment
from letters import actions as letters
from letters.models import Follow
from tests.cast import NOON, verified
from tests.deliberation.proposers import fresh, published
from tests.deliberation.test_races import afresh, at_once

pytestmark = [pytest.mark.real, pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]
SOON = NOON + timedelta(hours=1)


def following(proposal, person):
    told = {"topic": proposal.letter_topic, "title": proposal.title, "url": proposal.get_absolute_url()}
    return lambda: letters.follow(afresh(person), **told, at=SOON)


def test_whoever_follows_either_while_they_are_merged_follows_no_topic_twice(
    proposal, dong, residents, officer
):
    late = published(
        verified("late", dong, nickname="나중사람"), NOON + timedelta(minutes=1), title="골목 조명"
    )
    crowd = residents(16)
    for person in crowd[:8]:
        following(late, person)()
    acts = [following(proposal, person) for person in crowd]
    merge = lambda: actions.merge_proposals(late, into=proposal, by=officer, at=SOON)  # noqa: E731
    came = at_once([*acts[:8], merge, *acts[8:]])
    assert all(isinstance(one, Follow) for one in (*came[:8], *came[9:]))
    assert fresh(late).merged_into == proposal
    standing = Follow.objects.standing()
    assert not standing.filter(topic=late.letter_topic).exists()
    assert sorted(standing.values_list("person", flat=True)) == sorted(person.pk for person in crowd)


def test_an_office_that_presses_twice_at_once_in_a_slow_talk_is_heard_once(thread, officer, moderator):
    actions.slow_thread(thread, seconds=60, by=moderator, at=NOON)
    say = lambda: actions.post_comment(thread, by=afresh(officer), body="말", at=NOON, ref=uuid4())  # noqa: E731
    came = at_once([say] * 8)
    assert sum(isinstance(one, Comment) for one in came) == 1
    assert [one for one in came if not isinstance(one, Comment)] == ["too_soon"] * 7
