"""Who somebody is to the district, and what remains when that person leaves."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from district.dates import day
from district.identity import Identity
from district.models import Agreement, Consent, Level, Person, Post, Posting
from district.refusals import Refusal
from tests.cast import NOON, PASSWORD, account

TODAY = day(NOON)
BIRTH = date(1984, 3, 1)

pytestmark = pytest.mark.django_db


def proof(name="홍길동", ci="CI-1", birth=BIRTH, **facts):
    return Identity(name=name, ci=ci, birth=birth, **facts)


def refused(code, act, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        act(*args, **kwargs)
    assert caught.value.code == code
    return caught.value


def test_a_new_account_reads_and_does_not_speak(unverified):
    assert unverified.level == Level.L1
    refusal = refused("verification_needed", unverified.check_verified)
    assert refusal.status == 403
    assert "쓰신 글은 남아 있습니다" in str(refusal)


def test_a_verified_person_may_speak(resident):
    resident.check_verified()


def test_an_account_that_was_closed_may_not_speak(resident):
    resident.is_active = False
    refused("verification_needed", resident.check_verified)


def test_identity_alone_gives_the_second_level(unverified):
    unverified.verify(proof(), NOON)
    unverified.refresh_from_db()
    assert (unverified.level, unverified.level_basis) == (Level.L2, "identity")
    assert unverified.name == "홍길동"
    assert unverified.verified_at == NOON


def test_living_here_gives_the_third_level(unverified, dong):
    unverified.verify(proof(neighborhood=dong, basis="residence"), NOON)
    assert (unverified.level, unverified.neighborhood) == (Level.L3, dong)


def test_working_here_gives_the_third_level_too(unverified):
    unverified.verify(proof(basis="work"), NOON)
    assert unverified.level == Level.L3


def test_the_ci_itself_is_never_kept(unverified):
    unverified.verify(proof(ci="a-secret-ci"), NOON)
    row = Person.objects.filter(pk=unverified.pk).values().get()
    assert "a-secret-ci" not in str(row)
    assert len(row["ci_hash"]) == 64


def test_one_human_being_has_one_account(unverified, resident):
    unverified.verify(proof(ci="CI-1"), NOON)
    other = account("second")
    refusal = refused("identity_taken", other.verify, proof(ci="CI-1"), NOON)
    assert refusal.status == 409
    other.refresh_from_db()
    assert (other.level, other.ci_hash, other.name) == (Level.L1, None, "")


def test_the_same_person_may_be_verified_again(unverified, dong):
    unverified.verify(proof(), NOON)
    unverified.verify(proof(neighborhood=dong, basis="residence"), NOON + timedelta(days=1))
    assert unverified.level == Level.L3


def test_an_account_does_not_pass_to_somebody_else(unverified):
    unverified.verify(proof(ci="CI-1"), NOON)
    refused("identity_changed", unverified.verify, proof(ci="CI-2"), NOON)


@pytest.mark.parametrize(("birth", "allowed"), [(date(2012, 11, 24), True), (date(2012, 11, 25), False)])
def test_below_fourteen_a_guardian_is_needed(unverified, birth, allowed):
    if allowed:
        unverified.verify(proof(birth=birth), NOON)
    else:
        assert refused("guardian_needed", unverified.verify, proof(birth=birth), NOON).status == 403


def test_the_office_is_the_one_held_on_that_day(officer):
    assert officer.post_on(TODAY).label == "기획예산과"
    assert officer.post_on(date(2022, 6, 30)) is None


def test_an_office_ends_after_its_last_day(officer):
    officer.postings.update(end=TODAY)
    officer.refresh_from_db()
    assert officer.holds("officer", TODAY)
    assert not officer.holds("officer", TODAY + timedelta(days=1))
    assert list(Posting.objects.on(TODAY)) == list(officer.postings.all())
    assert not Posting.objects.on(TODAY + timedelta(days=1)).exists()


def test_the_mayor_is_called_the_mayor(mayor):
    assert mayor.post_on(TODAY).label == "구청장"


def test_of_two_offices_the_higher_one_speaks(officer, department):
    higher = Post.objects.create(role="head", title="기획예산과장", department=department)
    Posting.objects.create(post=higher, person=officer, start=TODAY)
    officer.refresh_from_db()
    assert officer.post_on(TODAY) == higher


def test_a_moderator_keeps_order_and_has_no_voice_of_the_district(moderator):
    assert moderator.holds("moderator", TODAY)
    assert moderator.post_on(TODAY) is None


def test_offices_are_read_once_however_often_one_asks(officer):
    officer = Person.objects.get(pk=officer.pk)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        for _ in range(5):
            officer.post_on(TODAY)
            officer.holds("mayor", TODAY)
    assert len(asked) == 1


def test_a_posting_does_not_end_before_it_starts(officer):
    with pytest.raises(IntegrityError):
        Posting.objects.create(
            post=Post.objects.get(), person=officer, start=TODAY, end=TODAY - timedelta(days=1)
        )


def test_the_public_reads_a_nickname_or_a_masked_name(resident, neighbour, officer):
    assert resident.public_name == "관악산다람쥐"
    assert neighbour.public_name == "남궁*수"
    assert officer.public_name == "이웃"


def test_a_nickname_may_be_changed_and_emptied(resident):
    resident.rename("  밤길  지킴이 ")
    assert Person.objects.get(pk=resident.pk).public_name == "밤길 지킴이"
    resident.rename("   ")
    assert Person.objects.get(pk=resident.pk).public_name == "홍*동"


@pytest.mark.parametrize(
    "nickname",
    ["구청장", "구 청장", "구\u200b청장", "구\u3164청장", "\u202e구청장", "기획예산과", "탈퇴한 주민"],
)
def test_nobody_is_nicknamed_like_an_office(resident, department, nickname):
    refused("nickname_reserved", resident.rename, nickname)


def test_a_nickname_does_not_turn_its_line_around(resident):
    resident.rename("\u202e관악\u2067산")
    assert resident.nickname == "관악산"


def test_a_nickname_has_twenty_letters_at_most(resident):
    resident.rename("가" * 20)
    refused("too_long", resident.rename, "가" * 21)


def test_one_address_is_one_account_however_it_is_typed(resident):
    assert Person.objects.get_by_natural_key(" Resident@GWANAK.example ") == resident
    with pytest.raises(IntegrityError):
        account("RESIDENT")


def test_leaving_empties_everything_that_says_who_it_was(resident, visit):
    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator
    from allauth.socialaccount.models import SocialAccount

    EmailAddress.objects.create(user=resident, email=resident.email, verified=True, primary=True)
    SocialAccount.objects.create(user=resident, provider="kakao", uid="1")
    Authenticator.objects.create(user=resident, type="totp", data={})
    tombstone = resident.ci_hash
    resident.leave(NOON)
    left = Person.objects.get(pk=resident.pk)
    assert (left.email, left.name, left.nickname, left.is_active) == (None, "", "", False)
    assert left.public_name == "탈퇴한 주민"
    assert not left.has_usable_password()
    assert left.ci_hash == tombstone
    for rows in (left.emailaddress_set, left.socialaccount_set, left.authenticator_set, left.usersession_set):
        assert not rows.exists()


def test_leaving_ends_every_session(resident, visit):
    browser = visit()
    browser.post("/accounts/login/", {"login": resident.email, "password": PASSWORD})
    assert browser.get("/api/v1/me/").status_code == 200
    resident.leave(NOON)
    assert browser.get("/api/v1/me/").status_code == 403


def test_leaving_withdraws_every_agreement(resident):
    consent = Consent.objects.create(kind="terms", version="1", title="이용약관", in_force_from=TODAY)
    Agreement.objects.create(person=resident, consent=consent, at=NOON - timedelta(days=1))
    resident.leave(NOON)
    assert Agreement.objects.get().withdrawn_at == NOON


def test_who_left_does_not_come_back_as_somebody_new(resident, unverified):
    unverified.verify(proof(ci="CI-1"), NOON)
    unverified.leave(NOON)
    refused("identity_taken", account("again").verify, proof(ci="CI-1"), NOON)


def test_an_officer_hands_the_office_over_before_leaving(officer):
    refused("still_in_office", officer.leave, NOON)
    officer.postings.update(end=TODAY - timedelta(days=1))
    officer.refresh_from_db()
    officer.leave(NOON)
    assert officer.left_at == NOON


def test_of_each_text_only_the_newest_in_force_is_asked(db):
    old, new, _soon = (
        Consent.objects.create(kind="terms", version=name, title="이용약관", in_force_from=on)
        for name, on in [("1", date(2022, 7, 1)), ("2", TODAY), ("3", TODAY + timedelta(days=1))]
    )
    optional = Consent.objects.create(
        kind="privacy", version="1", title="소식", in_force_from=TODAY, required=False
    )
    assert set(Consent.objects.in_force_on(TODAY)) == {new, optional}
    assert list(Consent.objects.in_force_on(date(2023, 1, 1))) == [old]
