"""What moderators and neighbours do to one proposal in the same moment, on a real town hall's database."""

from datetime import timedelta

import pytest

from deliberation import actions
from deliberation.models import Blanking, Docket, Endorsement, Proposal
from letters.models import Dispatch
from realtime.models import Event
from search.models import Entry
from tests.cast import NOON, in_office
from tests.deliberation.order import colleague
from tests.deliberation.proposers import fresh, published
from tests.deliberation.test_races import afresh, at_once, say

pytestmark = [pytest.mark.real, pytest.mark.django_db(transaction=True), pytest.mark.timeout(120)]

SECRET = "비밀제목"
SOON = NOON + timedelta(hours=1)


def codes(came):
    return {each for each in came if isinstance(each, str)}


def done(came):
    return [each for each in came if isinstance(each, Proposal)]


def hide(proposal, by, ground="abuse"):
    return actions.hide_words(proposal, by=by, ground=ground, at=NOON)


def everything(proposal):
    """Every place at which a title may stand."""
    kept = fresh(proposal)
    told = [kept.title, kept.referral.title if kept.referral else ""]
    told += Entry.objects.values_list("title", flat=True)
    return told + [word for pair in Dispatch.objects.values_list("title", "words") for word in pair]


@pytest.fixture
def secret(consent, resident):
    return published(resident, title=SECRET)


def test_of_two_moderators_who_hide_it_at_once_one_does(secret, neighbour, moderator):
    other = colleague()
    actions.report_words(secret, by=neighbour, rule="abuse", at=NOON)
    for _ in range(3):
        came = at_once([lambda who=who: hide(secret, afresh(who)) for who in (moderator, other)])
        assert (len(done(came)), codes(came)) == (1, {"proposal_hidden"})
        assert SECRET not in str(everything(secret))
        came = at_once(
            [
                lambda who=who: actions.restore_words(secret, by=afresh(who), at=NOON)
                for who in (moderator, other)
            ]
        )
        assert (len(done(came)), codes(came)) == (1, {"not_hidden"})
        assert fresh(secret).title == SECRET
    assert Docket.objects.count() == Event.objects.filter(name="proposal.hidden").count() == 3


def test_hiding_while_neighbours_agree_and_speak_leaves_latches_and_books_alone(secret, residents, moderator):
    people = residents(12)
    thread = secret.thread
    acts = [lambda p=p: actions.support_proposal(secret, by=p, at=NOON) for p in people[:8]]
    acts += [lambda p=p: say(thread, p) for p in people[8:]]
    came = at_once([*acts, lambda: hide(secret, afresh(moderator))])
    assert not codes(came)
    proposal = fresh(secret)
    assert (proposal.supports, Endorsement.objects.count()) == (8, 8)
    assert (proposal.recount(), proposal.thread.recount()) == ({}, {})
    assert Event.objects.filter(name="review.called").count() == 1
    assert proposal.state == "hidden"
    assert SECRET not in str(everything(secret))
    actions.restore_words(secret, by=moderator, at=NOON)
    assert {entry.title for entry in Entry.objects.all()} == {SECRET}
    assert fresh(secret).referral.title == SECRET


def test_hiding_while_it_is_merged_into_another_leaves_the_words_nowhere(consent, residents, moderator):
    people = residents(8)
    keeper = in_office("keeper", "officer", "주무관", department=consent_office())
    for n in range(3):
        target = published(people[n], at=NOON, title=f"앞선 제안 {n}")
        source = published(people[n + 1], at=SOON, title=SECRET)
        actions.post_comment(source.thread, by=people[5], body="찬성합니다.", at=SOON)
        acts = [
            lambda s=source, t=target: actions.merge_proposals(s, into=t, by=afresh(keeper), at=SOON),
            lambda s=source: hide(s, afresh(moderator)),
            lambda t=target: say(t.thread, people[6]),
            lambda s=source: actions.support_proposal(s, by=people[7], at=SOON),
        ]
        came = at_once(acts)
        assert codes(came) <= {"proposal_ended"}
        assert fresh(source).end == "merged"
        assert SECRET not in str(everything(source))
        for each in (source, target):
            assert (fresh(each).recount(), fresh(each).thread.recount()) == ({}, {})


def consent_office():
    """The department that keeps participation."""
    return Proposal._meta.get_field("policy").related_model.objects.get().department


def test_two_who_ask_for_its_blanking_and_all_who_confirm_it_destroy_it_once(secret, moderator):
    other = colleague()
    said = {"rule": "privacy", "reason": "번호", "at": NOON}
    came = at_once(
        [lambda who=who: actions.ask_blanking(secret, by=afresh(who), **said) for who in (moderator, other)]
    )
    assert (len(done(came)), codes(came)) == (1, {"blanking_waits"})
    acts = [
        lambda who=who: actions.confirm_blanking(secret, by=afresh(who), at=NOON)
        for who in (moderator, other)
    ]
    came = at_once(acts * 3)
    assert len(done(came)) == 1
    assert codes(came) <= {"second_person_needed", "no_blanking_asked"}
    assert Blanking.objects.get().confirmed_by_id is not None
    assert (fresh(secret).state, fresh(secret).kept) == ("blanked", None)
    assert SECRET not in str(everything(secret))
