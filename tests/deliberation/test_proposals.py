"""From the first draft to the end of the road: each refusal beside its permission."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image

from deliberation import actions
from deliberation.actions import drafting
from deliberation.models import Category, Proposal, Share
from district.models import Consent, Department
from district.refusals import Refusal
from letters.models import Dispatch, Letter
from papers.contents import look_into
from papers.models import Attachment
from realtime.models import Event
from referrals.models import Referral
from search.find import find
from tests.cast import NOON, in_office
from tests.deliberation.proposers import BODY, TITLE, agreed, fresh, published, refused, written

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(hours=1)


def paper(name="도면.png"):
    picture = BytesIO()
    Image.new("RGB", (4, 4), "white").save(picture, "png")
    return look_into(name, picture.getvalue())


def test_an_empty_sheet_is_a_draft_and_nobody_elses_business(resident, neighbour):
    draft = actions.begin_proposal(by=resident, at=NOON)
    assert (draft.title, draft.body, draft.status(NOON)) == ("", "", "draft")
    assert Proposal.objects.visible_to(resident).get() == draft
    assert not Proposal.objects.visible_to(neighbour).exists()
    assert not Proposal.objects.visible_to(None).exists()


def test_somebody_without_verification_writes_but_does_not_publish(consent, unverified):
    draft = written(unverified)
    assert refused(actions.publish_proposal, proposal=draft, consent=consent.pk, by=unverified, at=NOON) == (
        "verification_needed"
    )
    assert fresh(draft).body == BODY


def test_a_blocked_person_does_not_publish(consent, resident):
    draft = written(resident)
    resident.blocked_until = NOON + timedelta(days=1)
    resident.save()
    how = {"proposal": draft, "consent": consent.pk, "by": resident}
    assert refused(actions.publish_proposal, at=NOON, **how) == "blocked"
    assert actions.publish_proposal(at=NOON + timedelta(days=2), **how).published_at


def test_saving_changes_what_was_handed_over_and_leaves_the_rest(consent, resident, dong):
    draft = written(resident, tags=["안전"])
    actions.save_proposal(
        draft, by=resident, at=SOON, neighborhood=dong.pk, place="낙성대역 4번 출구", title=""
    )
    draft = fresh(draft)
    assert (draft.title, draft.body, draft.place) == ("", BODY, "낙성대역 4번 출구")
    assert (draft.neighborhood, draft.saved_at, list(draft.tags.names())) == (dong, SOON, ["안전"])
    actions.save_proposal(draft, by=resident, at=SOON, tags=["조명", "조명", " "])
    assert list(fresh(draft).tags.names()) == ["조명"]


def test_an_autosave_leaves_no_event_and_the_same_words_no_new_time(consent, resident):
    draft = written(resident)
    before = Event.objects.count()
    actions.save_proposal(draft, by=resident, at=SOON, title=TITLE, body=BODY)
    assert fresh(draft).saved_at == NOON
    actions.save_proposal(draft, by=resident, at=SOON, body="다른 말")
    assert fresh(draft).saved_at == SOON
    assert Event.objects.count() == before


def test_a_tab_of_yesterday_does_not_write_over_what_was_saved_since(consent, resident):
    draft = written(resident)
    actions.save_proposal(draft, by=resident, at=SOON, saved_at=NOON, body="새 창에서 쓴 글")
    with pytest.raises(Refusal) as no:
        actions.save_proposal(draft, by=resident, at=SOON, saved_at=NOON, body="옛 창에서 쓴 글")
    assert (no.value.code, no.value.facts["saved_at"]) == ("draft_changed", "2026-11-24T13:00:00+09:00")
    assert fresh(draft).body == "새 창에서 쓴 글"
    actions.save_proposal(draft, by=resident, at=SOON, saved_at=SOON, body="이어 쓴 글")
    assert fresh(draft).body == "이어 쓴 글"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"title": "가" * 101}, "too_long"),
        ({"title": "\u3164"}, "empty_words"),
        ({"title": 7}, "bad_text"),
        ({"body": "가" * 5_001}, "too_long"),
        ({"body": "말\x00"}, "bad_text"),
        ({"place": "가" * 121}, "too_long"),
        ({"category": "nowhere"}, "unknown_category"),
        ({"category": 3}, "unknown_category"),
        ({"neighborhood": 999_999}, "unknown_neighborhood"),
        ({"neighborhood": "서울"}, "unknown_neighborhood"),
        ({"tags": "안전"}, "bad_tags"),
        ({"tags": [5]}, "bad_tags"),
        ({"tags": [str(n) for n in range(6)]}, "too_many_tags"),
        ({"tags": ["가" * 21]}, "too_long"),
    ],
)
def test_bad_words_are_refused_by_field_and_nothing_is_lost(consent, resident, words, code):
    draft = written(resident)
    with pytest.raises(Refusal) as no:
        actions.save_proposal(draft, by=resident, at=SOON, **words)
    assert (no.value.code, no.value.status) == (code, 422)
    assert [error["field"] for error in no.value.facts["errors"]] == list(words)
    assert (fresh(draft).title, fresh(draft).body) == (TITLE, BODY)


def test_a_draft_is_its_authors(consent, resident, neighbour):
    draft = written(resident)
    assert (
        refused(actions.save_proposal, proposal=draft, by=neighbour, at=NOON, title="남의 글") == "not_author"
    )
    assert refused(actions.discard_draft, proposal=draft, by=neighbour, at=NOON) == "not_author"
    actions.discard_draft(draft, by=resident, at=NOON)
    assert not Proposal.objects.exists()


def test_drafts_have_an_end(consent, resident, monkeypatch):
    monkeypatch.setattr(drafting, "MOST_DRAFTS", 2)
    drafts = [written(resident), written(resident)]
    assert refused(written, by=resident) == "too_many_drafts"
    actions.discard_draft(drafts[0], by=resident, at=NOON)
    assert written(resident)


def test_papers_lie_with_a_draft_and_are_taken_away_again(consent, resident, neighbour):
    draft = written(resident)
    laid = actions.attach_paper(draft, paper(), by=resident, at=NOON)
    assert laid.may_be_had_by(resident, NOON)
    assert not laid.may_be_had_by(neighbour, NOON)
    assert refused(actions.attach_paper, proposal=draft, paper=paper(), by=neighbour, at=NOON) == "not_author"
    actions.discard_paper(draft, laid.key, by=resident, at=NOON)
    assert not Attachment.objects.of(draft).exists()
    assert refused(actions.discard_paper, proposal=draft, key=laid.key, by=resident, at=NOON) == "paper_gone"


def test_publication_keeps_the_policy_the_wording_and_the_end_of_collecting(consent, policy, resident):
    proposal = published(resident, place="낙성대역")
    assert (proposal.policy, proposal.consent, proposal.published_at) == (policy, consent, NOON)
    assert proposal.collects_until == NOON + timedelta(days=policy.collect_days)
    thread = proposal.thread
    assert (thread.opens_at, thread.closes_at, thread.told) == (NOON, proposal.collects_until, "open")
    assert proposal.status(NOON) == "collecting"
    assert proposal.get_absolute_url() == f"/proposals/{proposal.pk}/"
    [event] = Event.objects.filter(name="proposal.published")
    assert (event.room.kind, event.room.key) == ("thread", str(thread.pk))
    assert [entry.url for entry in find("조명", None, kind="proposal")] == [proposal.url]


@pytest.mark.parametrize("missing", ["title", "body", "category"])
def test_a_sheet_with_a_hole_is_not_published(consent, resident, missing):
    draft = written(resident, **{missing: ""})
    with pytest.raises(Refusal) as no:
        actions.publish_proposal(draft, consent=consent.pk, by=resident, at=NOON)
    assert no.value.code == "proposal_incomplete"
    assert [error["field"] for error in no.value.facts["errors"]] == [missing]
    assert fresh(draft).published_at is None


def test_only_todays_wording_is_agreed_to(consent, resident):
    draft = written(resident)
    how = {"proposal": draft, "by": resident, "at": NOON}
    assert refused(actions.publish_proposal, consent=None, **how) == "consent_needed"
    newer = Consent.objects.create(kind="proposal", version="2", title="새 동의", in_force_from=NOON.date())
    assert refused(actions.publish_proposal, consent=consent.pk, **how) == "consent_changed"
    assert actions.publish_proposal(consent=newer.pk, **how).consent == newer
    Consent.objects.filter(kind="proposal").update(in_force_from=NOON.date() + timedelta(days=1))
    assert (
        refused(actions.publish_proposal, consent=1, **how | {"proposal": written(resident)}) == "no_consent"
    )


def test_a_retired_category_takes_nothing_new(consent, resident):
    draft = written(resident)
    Category.objects.update(retired_on=NOON.date())
    assert refused(written, by=resident) == "unknown_category"
    how = {"proposal": draft, "consent": consent.pk, "by": resident, "at": NOON}
    assert refused(actions.publish_proposal, **how) == "unknown_category"
    assert actions.publish_proposal(**how | {"at": NOON - timedelta(days=1)})


def test_what_was_published_is_neither_saved_nor_published_again(consent, proposal, resident):
    how = {"proposal": proposal, "by": resident, "at": SOON}
    assert refused(actions.save_proposal, body="다른 말", **how) == "already_published"
    assert refused(actions.publish_proposal, consent=consent.pk, **how) == "already_published"
    assert refused(actions.invite_share, label="이웃", percent=10, **how) == "already_published"


def test_parts_are_offered_taken_on_and_add_up_to_a_hundred(consent, resident, neighbour):
    draft = written(resident)
    share = actions.invite_share(draft, label="남궁 선생님", percent=60, by=resident, at=NOON)
    how = {"proposal": draft, "consent": consent.pk, "by": resident, "at": SOON}
    assert refused(actions.publish_proposal, **how) == "shares_open"
    actions.accept_share(share, consent=consent.pk, by=neighbour, at=SOON)
    share.refresh_from_db()
    assert (share.person, share.label, share.consent) == (neighbour, "", consent)
    assert Proposal.objects.visible_to(neighbour).get() == draft
    proposal = actions.publish_proposal(**how)
    assert proposal.proposers() == [(neighbour, 60, True), (resident, 40, False)]
    assert proposal.proposers()[0][0] == neighbour
    assert sum(percent for _who, percent, _main in proposal.proposers()) == 100


def test_no_more_than_ninety_nine_percent_are_given_away(consent, resident, neighbour):
    draft = written(resident)
    how = {"proposal": draft, "label": "이웃", "by": resident, "at": NOON}
    for percent in (0, 100, -5, True, "10", None):
        assert refused(actions.invite_share, percent=percent, **how) == "bad_share"
    share = actions.invite_share(percent=70, **how)
    assert refused(actions.invite_share, percent=30, **how) == "shares_full"
    actions.drop_share(share, by=resident, at=NOON)
    assert actions.invite_share(percent=99, **how)
    assert fresh(draft).own_percent == 100


def test_a_part_is_one_persons(consent, resident, neighbour, unverified):
    draft = written(resident)
    first, second = (
        actions.invite_share(draft, label="이웃", percent=10, by=resident, at=NOON) for _ in range(2)
    )
    how = {"consent": consent.pk, "at": NOON}
    assert refused(actions.accept_share, share=first, by=unverified, **how) == "verification_needed"
    assert refused(actions.accept_share, share=first, by=resident, **how) == "share_own"
    assert refused(actions.accept_share, share=first, by=neighbour, at=NOON, consent=None) == "consent_needed"
    actions.accept_share(first, by=neighbour, **how)
    assert refused(actions.accept_share, share=second, by=neighbour, **how) == "share_twice"
    assert refused(actions.decline_share, share=first, by=unverified, at=NOON) == "share_taken"
    assert refused(actions.drop_share, share=second, by=neighbour, at=NOON) == "not_author"
    actions.decline_share(second, by=unverified, at=NOON)
    assert refused(actions.accept_share, share=second, by=neighbour, **how) == "share_gone"
    actions.decline_share(first, by=neighbour, at=NOON)
    assert not Share.objects.standing().exists()
    assert not Proposal.objects.visible_to(neighbour).exists()


def test_filing_may_be_mended_until_the_review_and_words_never(
    consent, proposal, resident, neighbour, residents
):
    how = {"proposal": proposal, "by": resident, "at": SOON}
    assert refused(actions.amend_proposal, title="새 제목", **how) == "words_fixed"
    assert refused(actions.amend_proposal, **how | {"by": neighbour}, place="남의 곳") == "not_author"
    assert refused(actions.amend_proposal, category="", **how) == "proposal_incomplete"
    actions.amend_proposal(place="낙성대역", tags=["안전"], **how)
    assert (fresh(proposal).place, list(fresh(proposal).tags.names())) == ("낙성대역", ["안전"])
    before = Event.objects.count()
    actions.amend_proposal(place="낙성대역", **how)
    assert Event.objects.count() == before
    agreed(proposal, residents(5))
    assert refused(actions.amend_proposal, place="다른 곳", **how) == "review_called"


def test_a_proposal_lapses_when_its_time_is_over_without_the_number(proposal, neighbour):
    end = proposal.collects_until
    assert proposal.status(end - timedelta(seconds=1)) == "collecting"
    assert proposal.status(end) == "lapsed"
    for status, found in {"collecting": 0, "lapsed": 1}.items():
        assert Proposal.objects.in_status(status, end).count() == found
    assert refused(actions.support_proposal, proposal=proposal, by=neighbour, at=end) == "collecting_over"


def test_its_proposers_are_told_once_that_it_has_lapsed(proposal, resident):
    end = proposal.collects_until
    actions.due(end - timedelta(seconds=1))
    assert not Dispatch.objects.filter(about__endswith="/lapsed").exists()
    actions.due(end)
    actions.due(end + timedelta(minutes=1))
    [told] = Dispatch.objects.filter(about=f"proposal/{proposal.pk}/lapsed")
    assert Letter.objects.filter(dispatch=told, person=resident, road="screen").count() == 1
    assert find("조명", None, kind="proposal").get().state == "lapsed"


def test_its_author_withdraws_it_and_nobody_else(proposal, resident, neighbour):
    assert refused(actions.withdraw_proposal, proposal=proposal, by=neighbour, at=SOON) == "not_author"
    actions.withdraw_proposal(proposal, by=resident, at=SOON, reason="다시 쓰겠습니다")
    proposal = fresh(proposal)
    assert (proposal.status(SOON), proposal.end_reason, proposal.ended_at) == (
        "withdrawn",
        "다시 쓰겠습니다",
        SOON,
    )
    assert proposal.thread.status(SOON) == "closed"
    for again in (actions.withdraw_proposal, actions.veil_proposal):
        how = {"proposal": proposal, "by": resident, "at": SOON}
        code = refused(again, **how) if again is actions.withdraw_proposal else again(**how).stage
        assert code in {"proposal_ended", "withdrawn"}
    assert refused(actions.support_proposal, proposal=proposal, by=neighbour, at=SOON) == "proposal_ended"
    assert refused(actions.post_comment, thread=proposal.thread, by=neighbour, body="말", at=SOON) == (
        "thread_closed"
    )


def test_withdrawal_ends_what_the_department_owed(proposal, resident, residents):
    proposal = agreed(proposal, residents(5))
    assert proposal.status(NOON) == "review"
    actions.withdraw_proposal(proposal, by=resident, at=SOON)
    referral = Referral.objects.get(topic=proposal.topic)
    assert (referral.ended_at, referral.ended_ground) == (SOON, "withdrawn")
    assert find("조명", None, kind="proposal").get().state == "withdrawn"
    assert fresh(proposal).recount() == {}


def test_the_office_in_charge_sends_it_where_it_belongs_and_tells_its_author(
    consent, proposal, resident, officer
):
    roads = in_office("roads", "officer", "도로팀 주무관", Department.objects.get(name="도로과"))
    other = in_office("other", "head", "복지과장", Department.objects.create(name="복지과"))
    how = {"proposal": proposal, "to": "서울특별시", "reason": "시도의 일입니다.", "at": SOON}
    for person in (resident, other):
        assert refused(actions.transfer_proposal, by=person, **how) == "not_in_charge"
    assert refused(actions.transfer_proposal, by=roads, **how | {"reason": " "}) == "empty_words"
    assert refused(actions.transfer_proposal, by=roads, **how | {"to": ""}) == "empty_words"
    actions.transfer_proposal(by=roads, **how)
    proposal = fresh(proposal)
    assert (proposal.status(SOON), proposal.transferred_to) == ("transferred", "서울특별시")
    told = Dispatch.objects.get(about=f"proposal/{proposal.pk}/transferred")
    assert "서울특별시에서 처리합니다. 시도의 일입니다." in told.words
    assert told.letters.filter(person=resident).exists()
    assert Event.objects.get(name="proposal.transferred").office == "도로과"


def test_the_department_that_keeps_participation_may_handle_it_too(proposal, officer):
    proposal = actions.transfer_proposal(proposal, to="서울특별시", reason="시의 일", by=officer, at=SOON)
    assert proposal.end == "transferred"


@pytest.mark.parametrize("who", ["resident", "officer"])
def test_one_press_makes_it_a_complaint_with_the_time_of_the_law(request, proposal, who):
    by = request.getfixturevalue(who)
    actions.turn_into_case(proposal, by=by, at=SOON)
    proposal = fresh(proposal)
    assert proposal.status(SOON) == "civil"
    referral = proposal.referral
    assert (referral.kind, referral.label, referral.state) == ("complaint_suggestion", "민원", "waiting")
    assert referral.department.name == "도로과"
    assert refused(actions.turn_into_case, proposal=proposal, by=by, at=SOON) == "proposal_ended"


def test_a_neighbour_calls_nobodys_proposal_a_complaint(proposal, neighbour):
    assert refused(actions.turn_into_case, proposal=proposal, by=neighbour, at=SOON) == "not_in_charge"


def test_on_its_authors_wish_only_title_and_result_stay(consent, resident, neighbour, officer):
    draft = written(resident)
    laid = actions.attach_paper(draft, paper(), by=resident, at=NOON)
    proposal = actions.publish_proposal(draft, consent=consent.pk, by=resident, at=NOON)
    laid.refresh_from_db()
    assert laid.may_be_had_by(None, NOON)
    assert refused(actions.veil_proposal, proposal=proposal, by=neighbour, at=SOON) == "not_author"
    actions.veil_proposal(proposal, by=resident, at=SOON)
    assert refused(actions.veil_proposal, proposal=proposal, by=resident, at=SOON) == "already_veiled"
    laid.refresh_from_db()
    proposal = fresh(proposal)
    for person, sees in ((None, False), (neighbour, False), (resident, True), (officer, True)):
        assert proposal.may_read_whole(person, SOON) is sees
        assert laid.may_be_had_by(person, SOON) is sees
    assert not find("뒷골목", None, kind="proposal").exists()
    assert find("조명", None, kind="proposal").exists()


def test_a_blanking_finds_every_copy(consent, resident, residents):
    from papers.retention import blank, places

    proposal = agreed(published(resident, title="지울제목", body="지울내용"), residents(5))
    assert set(places("proposal")) >= {"deliberation.Proposal", "referrals.Referral.title", "search.Entry"}
    blank("proposal", proposal.pk)
    kept = fresh(proposal)
    assert "지울" not in kept.title + kept.body + kept.referral.title
    assert not find("지울제목", None).exists()
    assert not Dispatch.objects.filter(title__contains="지울").exists()


def test_the_same_press_is_one_press(consent, resident):
    draft, ref = written(resident), uuid4()
    actions.publish_proposal(draft, consent=consent.pk, by=resident, at=NOON, ref=ref)
    assert Event.objects.get(actor=resident, ref=ref).name == "proposal.published"
