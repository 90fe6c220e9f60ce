"""Order is kept over a proposal's own words as over those of a comment; its course goes on untouched."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from deliberation import actions
from deliberation.models import Docket, Measure, Proposal, Report
from deliberation.transparency import figures
from letters.models import Dispatch
from papers import retention
from papers.actions import lay
from papers.contents import Paper
from papers.models import Attachment
from realtime.models import Event
from search.models import Entry
from tests.cast import NOON, in_office
from tests.deliberation.order import colleague, refused
from tests.deliberation.proposers import agreed, fresh, published, written
from tests.papers.made import pdf

pytestmark = pytest.mark.django_db

SOON = NOON + timedelta(hours=1)
SECRETS = ("비밀제목", "비밀내용", "비밀장소", "비밀표", "비밀이송")


def report(proposal, by, rule="abuse", at=NOON):
    return actions.report_words(proposal, by=by, rule=rule, at=at, ref=uuid4())


def hide(proposal, by, at=NOON, ground="abuse"):
    return actions.hide_words(proposal, by=by, ground=ground, at=at, ref=uuid4())


def blank(proposal, first, second):
    actions.ask_blanking(proposal, by=first, rule="privacy", reason="전화번호", at=NOON)
    return actions.confirm_blanking(proposal, by=second, at=NOON)


def told(person):
    written_to = Dispatch.objects.filter(letters__person=person).order_by("id")
    return list(dict.fromkeys(written_to.values_list("title", flat=True)))


@pytest.fixture
def secret(consent, resident, residents):
    """Five neighbours agree, one speaks, a department owes an answer: its title stands everywhere."""
    proposal = published(resident, title="비밀제목", body="비밀내용", place="비밀장소", tags=["비밀표"])
    people = residents(6)
    proposal = agreed(proposal, people[:5])
    actions.post_comment(proposal.thread, by=people[5], body="찬성합니다.", at=NOON)
    return fresh(proposal)


def test_a_neighbour_reports_it_once_and_its_proposers_not_at_all(
    proposal, resident, neighbour, unverified, moderator
):
    assert refused(report, proposal, unverified) == ("verification_needed", 403)
    assert refused(report, proposal, resident) == ("own_words", 409)
    assert refused(report, proposal, neighbour, rule="measure") == ("unknown_ground", 422)
    report(proposal, neighbour)
    assert refused(report, proposal, neighbour) == ("already_reported", 409)
    assert Docket.objects.waiting().get().target == proposal
    assert Event.objects.latest("id").name == "proposal.reported"
    hide(proposal, moderator)
    assert refused(report, proposal, neighbour) == ("proposal_hidden", 409)
    assert not Docket.objects.waiting().exists()


def test_what_is_reported_is_about_one_thing(proposal, comment, neighbour):
    rule = report(proposal, neighbour).reports.get().rule
    for about in ({}, {"comment": comment, "proposal": proposal}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.create(**about, by=neighbour, rule=rule, at=NOON)


def test_two_moderators_do_not_decide_at_once_and_whoever_takes_it_on_may_give_it_back(
    proposal, neighbour, moderator
):
    other = colleague()
    assert refused(actions.claim_words, proposal, by=moderator, at=NOON) == ("nothing_reported", 409)
    report(proposal, neighbour)
    actions.claim_words(proposal, by=moderator, at=NOON)
    assert refused(actions.keep_words, proposal, by=other, at=NOON) == ("claimed_by_other", 409)
    assert refused(hide, proposal, other) == ("claimed_by_other", 409)
    actions.release_words(proposal, by=moderator, at=NOON)
    actions.keep_words(proposal, by=other, at=NOON)
    assert Docket.objects.get().decision == "kept"
    assert refused(hide, proposal, neighbour) == ("not_moderator", 403)


def test_hiding_takes_the_words_from_every_place_and_leaves_its_course(secret, resident, moderator):
    before = (secret.supports, secret.review_called_at, secret.stage, secret.thread.voices)
    hide(secret, moderator)
    proposal = fresh(secret)
    row = str(Proposal.objects.filter(pk=secret.pk).values().get() | {"kept": ""})
    assert not [word for word in SECRETS if word in row]
    assert (proposal.supports, proposal.review_called_at, proposal.stage, proposal.thread.voices) == before
    assert proposal.referral.title == proposal.title == f"가린 제안 {secret.pk}번"
    assert not proposal.tags.exists()
    entries = str(list(Entry.objects.values_list("title", "tokens", "tags")))
    letters = str(list(Dispatch.objects.values_list("title", "words")))
    assert not [word for word in SECRETS if word in entries + letters]
    assert told(resident)[-1] == "쓰신 글을 가렸습니다."
    assert actions.post_comment(proposal.thread, by=moderator_neighbour(), body="말", at=SOON).pk
    assert Entry.objects.filter(kind="comment").exclude(title=proposal.title).count() == 0


def moderator_neighbour():
    """Somebody who still speaks below it."""
    return in_office("officer9", "officer", "주무관")


def test_it_stands_again_as_if_nobody_had_touched_it(secret, resident, moderator):
    told_before = list(Dispatch.objects.order_by("id").values_list("title", "words"))
    index = list(Entry.objects.order_by("id").values())
    row = Proposal.objects.filter(pk=secret.pk).values().get()
    hide(secret, moderator)
    actions.restore_words(secret, by=moderator, at=NOON)
    assert Proposal.objects.filter(pk=secret.pk).values().get() == row
    assert list(Entry.objects.order_by("id").values()) == index
    assert (
        list(Dispatch.objects.order_by("id").values_list("title", "words"))[: len(told_before)] == told_before
    )
    assert fresh(secret).referral.title == "비밀제목"
    assert list(secret.tags.names()) == ["비밀표"]
    assert refused(actions.restore_words, secret, by=moderator, at=NOON) == ("not_hidden", 409)


DOORS = (
    "/proposals/{}/", "/proposals/{}/ground/", "/proposals/{}/report/", "/api/v1/proposals/{}/",
    "/api/v1/proposals/{}/ground/", "/api/v1/proposals/{}/timeline/", "/api/v1/proposals/",
    "/api/v1/proposals/?q=비밀", "/api/v1/proposals/?tag=비밀표", "/api/v1/proposals/similar/?title=비밀제목",
    "/api/v1/threads/{thread}/", "/api/v1/rooms/thread/{thread}/", "/search/?q=비밀", "/search/?q=찬성",
    "/feeds/proposals.atom", "/feeds/answers.atom", "/data/proposals/",
)  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
def test_no_door_tells_a_neighbour_what_is_hidden(visit, home, secret, neighbour, moderator, door):
    hide(secret, moderator)
    answer = visit(neighbour).get(door.format(secret.pk, thread=secret.thread_id))
    assert answer.status_code in {200, 302}
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert not [word for word in SECRETS if word in body.decode("utf-8-sig")]


def test_whoever_proposed_it_and_whoever_keeps_order_or_audits_still_reads_it(
    visit, home, secret, resident, neighbour, moderator, auditor, officer
):
    secret.referral.department = officer.post_on(NOON.date()).department
    secret.referral.save()
    paper = lay(secret, Paper("비밀.pdf", "pdf", pdf()), by=resident, at=NOON)
    hide(secret, moderator)
    paper.refresh_from_db()
    for person, reads in (
        (None, False), (neighbour, False), (officer, False),
        (resident, True), (moderator, True), (auditor, True),
    ):  # fmt: skip
        page = visit(person).get(f"/proposals/{secret.pk}/").content.decode()
        assert ("비밀제목" in page, "비밀내용" in page) == (reads, reads)
        assert paper.may_be_had_by(person, NOON) is reads
    actions.restore_words(secret, by=moderator, at=NOON)
    assert Attachment.objects.of(secret).public().exists()


def test_a_hidden_one_goes_on_and_why_it_ended_waits_with_the_words(secret, resident, neighbour, moderator):
    hide(secret, moderator)
    assert refused(actions.amend_proposal, secret, by=resident, place="x", at=NOON)[0] == "proposal_hidden"
    actions.support_proposal(fresh(secret), by=neighbour, at=NOON)
    assert fresh(secret).supports == 6
    actions.withdraw_proposal(secret, by=resident, reason="비밀이송", at=NOON)
    assert fresh(secret).end_reason == ""
    actions.restore_words(secret, by=moderator, at=SOON)
    assert (fresh(secret).end, fresh(secret).end_reason) == ("withdrawn", "비밀이송")


def test_two_people_destroy_it_wherever_it_stands_and_the_ground_stays(
    secret, resident, neighbour, moderator
):
    other = colleague()
    lay(secret, Paper("비밀.pdf", "pdf", pdf()), by=resident, at=NOON)
    report(secret, neighbour)
    assert refused(blank, secret, neighbour, other) == ("not_moderator", 403)
    actions.ask_blanking(secret, by=moderator, rule="privacy", reason="전화번호", at=NOON)
    assert fresh(secret).is_hidden
    assert refused(actions.confirm_blanking, secret, by=moderator, at=NOON) == ("second_person_needed", 403)
    actions.confirm_blanking(secret, by=other, at=NOON)
    row = Proposal.objects.filter(pk=secret.pk).values().get()
    assert (row["state"], row["kept"], row["hidden_ground"]) == ("blanked", None, "privacy")
    everything = str(row) + str(list(Entry.objects.values())) + str(list(Dispatch.objects.values()))
    everything += str(list(Attachment.objects.values("name", "file"))) + fresh(secret).referral.title
    assert not [word for word in (*SECRETS, "비밀.pdf") if word in everything]
    assert not fresh(secret).may_read_whole(resident, NOON)
    assert Event.objects.get(name="proposal.blanked").facts["ground"] == "privacy"
    assert told(resident)[-1] == "쓰신 글의 내용을 지웠습니다."
    assert refused(blank, secret, moderator, other) == ("already_blanked", 409)
    assert refused(actions.restore_words, secret, by=moderator, at=NOON) == ("not_hidden", 409)
    assert {"deliberation.Proposal", "deliberation.Share.label"} <= set(retention.places("proposal"))


def test_those_who_propose_it_object_and_other_eyes_decide(secret, resident, neighbour, moderator):
    assert refused(actions.appeal_hiding, secret, by=resident, words="말", at=NOON) == ("not_hidden", 409)
    hide(secret, moderator)
    assert refused(actions.appeal_hiding, secret, by=neighbour, words="말", at=NOON) == ("not_author", 403)
    actions.appeal_hiding(secret, by=resident, words="사실입니다.", at=SOON)
    decide = actions.decide_appeal
    assert refused(decide, secret, by=moderator, outcome="restored", at=SOON) == ("own_decision", 403)
    decide(secret, by=colleague(), outcome="restored", at=SOON)
    assert fresh(secret).title == "비밀제목"
    assert told(resident)[-1] == "이의를 받아들여 글을 되돌렸습니다."


def test_one_who_joined_is_told_and_may_object_too(consent, resident, neighbour, moderator):
    draft = written(resident)
    share = actions.invite_share(draft, label="이웃", percent=40, by=resident, at=NOON)
    actions.accept_share(share, consent=consent.pk, by=neighbour, at=NOON)
    proposal = actions.publish_proposal(draft, consent=consent.pk, by=resident, at=NOON)
    assert refused(report, proposal, neighbour) == ("own_words", 409)
    hide(proposal, moderator)
    assert told(neighbour)[-1] == told(resident)[-1] == "쓰신 글을 가렸습니다."
    actions.appeal_hiding(proposal, by=neighbour, words="사실입니다.", at=SOON)
    assert proposal.appeals.filter(decided_at=None).exists()


def test_a_temporary_measure_hides_it_for_thirty_days_and_ends_by_the_clock(
    secret, resident, neighbour, moderator
):
    report(secret, neighbour)
    actions.request_measure(secret, by=neighbour, words="제 이름입니다.", at=NOON)
    long = NOON + timedelta(days=31)
    assert refused(actions.take_measure, secret, by=moderator, until=long, at=NOON) == (
        "bad_measure_end",
        422,
    )
    actions.take_measure(secret, by=moderator, at=NOON)
    assert (fresh(secret).hidden_ground, Docket.objects.get().rule.code) == ("measure", "measure")
    assert refused(actions.appeal_hiding, secret, by=resident, words="말", at=NOON) == ("measure_stands", 409)
    actions.object_to_measure(secret, by=resident, words="공익입니다.", at=NOON)
    assert {told(person)[-1] for person in (resident, neighbour)} == {"임시조치에 이의가 들어왔습니다."}
    ended = {"outcome": "restored", "at": NOON}
    assert refused(actions.decide_measure, secret, by=moderator, **ended) == ("own_decision", 403)
    actions.due(NOON + timedelta(days=30))
    assert (fresh(secret).title, Measure.objects.get().outcome) == ("비밀제목", "expired")
    assert "임시조치의 결과: 기간이 지나 되돌림" in told(neighbour)


def test_the_figures_count_it_once_under_the_ground_it_ended_on(
    secret, comment, resident, neighbour, moderator
):
    other = colleague()
    actions.request_measure(secret, by=neighbour, words="제 이름입니다.", at=NOON)
    actions.take_measure(secret, by=moderator, at=NOON)
    by_ground = {row["code"]: row for row in figures(2026, NOON)["grounds"]}
    assert (by_ground["measure"]["hidden"], by_ground["abuse"]["hidden"]) == (1, 0)
    actions.decide_measure(secret, by=other, outcome="hidden", rule="abuse", at=NOON)
    by_ground = {row["code"]: row for row in figures(2026, NOON)["grounds"]}
    assert (by_ground["measure"]["hidden"], by_ground["abuse"]["hidden"]) == (0, 1)
    blank(secret, moderator, other)
    shown = figures(2026, NOON)
    by_ground = {row["code"]: row for row in shown["grounds"]}
    assert (by_ground["abuse"]["hidden"], by_ground["privacy"]["blanked"]) == (0, 1)
    for name in ("hidden", "blanked"):
        sums = {sum(row[name] for row in shown[part]) for part in ("grounds", "months")}
        assert sums == {shown["decisions"][name]}


def test_a_merged_duplicate_is_hidden_also_where_its_comments_went(
    consent, resident, residents, officer, moderator
):
    people = residents(2)
    target = published(people[0], title="앞선 제안")
    source = published(resident, at=SOON, title="비밀제목")
    actions.post_comment(source.thread, by=people[1], body="찬성합니다.", at=SOON)
    handler = in_office("keeper", "officer", "주무관", department=source.policy.department)
    actions.merge_proposals(source, into=target, by=handler, at=SOON)
    hide(fresh(source), moderator, at=SOON)
    assert "비밀제목" not in str(list(Entry.objects.values_list("title")))
    assert "비밀제목" not in str(list(Dispatch.objects.values_list("title", "words")))


def test_a_press_that_comes_twice_hides_once(secret, moderator):
    ref = uuid4()
    actions.hide_words(secret, by=moderator, ground="abuse", at=NOON, ref=ref)
    assert Event.objects.get(actor=moderator, ref=ref).name == "proposal.hidden"
    assert refused(hide, secret, moderator) == ("proposal_hidden", 409)
