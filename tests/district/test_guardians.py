"""만 14세 미만: a child asks, a guardian reads and proves who it is; of the child nothing more is kept."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cms import guarding
from cms.actions import leave_house, verify_person
from district.guardians import asked_at, token_of
from district.identity import Identity
from district.models import Consent, GuardianConsent, Level, Person
from district.models.guardians import mark_of_child
from district.refusals import Refusal
from letters.models import Letter
from realtime.models import Event
from tests.cast import NOON, account, verified

pytestmark = pytest.mark.django_db
BORN = date(2014, 5, 5)
GROWN = date(1984, 3, 1)
CHILD = Identity(name="김하늘", ci="CI-child", birth=BORN)
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def text(db):
    return Consent.objects.create(
        kind="guardian",
        version="2026-07-01",
        title="법정대리인 동의",
        url="/guardian/",
        in_force_from=date(2026, 7, 1),
    )


@pytest.fixture
def child(db):
    return account("child", nickname="하늘이")


@pytest.fixture
def guardian(dong):
    """Somebody of age, known to the district by the same proof as will be shown again."""
    person = verified("guardian", dong, nickname="하늘엄마", name="김보호")
    person.ci_hash = Identity(name="김보호", ci="CI-guardian", birth=GROWN).ci_hash
    person.save()
    return person


@pytest.fixture
def proof():
    return Identity(name="김보호", ci="CI-guardian", birth=GROWN)


@pytest.fixture
def asked(child, text):
    return guarding.ask_guardian(child, at=NOON)


def agree(asked, by, identity, at=NOON, mark=None):
    mark = mark or mark_of_child("김하늘", BORN, at)
    return guarding.consent_for_child(
        asked, by=by, identity=identity, way="development", child_mark=mark, at=at
    )


def refused(code, act, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        act(*args, **kwargs)
    assert caught.value.code == code
    return caught.value


def test_a_child_is_known_only_once_a_guardian_has_agreed(child, asked, guardian, proof):
    refused("guardian_needed", verify_person, child, identity=CHILD, at=NOON)
    agree(asked, guardian, proof)
    verify_person(child, identity=CHILD, at=LATER)
    child.refresh_from_db()
    assert (child.level, child.name) == (Level.L2, "김하늘")


def test_what_is_kept_is_who_when_which_text_and_by_which_way(asked, guardian, proof, text):
    agree(asked, guardian, proof)
    kept = GuardianConsent.objects.get()
    assert (kept.guardian, kept.agreed_at, kept.consent, kept.way) == (guardian, NOON, text, "development")
    event = Event.objects.get(name="guardian.agreed")
    assert event.facts == {"way": "development", "version": "2026-07-01"}


def test_before_a_guardian_agrees_nothing_of_the_child_is_kept(child, asked):
    refused("guardian_needed", verify_person, child, identity=CHILD, at=NOON)
    child.refresh_from_db()
    assert (child.name, child.ci_hash, child.neighborhood) == ("", None, None)
    assert GuardianConsent.objects.get().child_mark == ""


def test_name_and_birthday_that_the_guardian_gave_stand_in_no_table(asked, guardian, proof):
    agree(asked, guardian, proof)
    kept = GuardianConsent.objects.values().get()
    assert "김하늘" not in str(kept)
    assert "2014" not in str(kept)
    assert len(kept["child_mark"]) == 64


def test_a_guardian_agrees_for_the_child_that_was_named_and_no_other(child, asked, guardian, proof):
    agree(asked, guardian, proof, mark=mark_of_child("김바다", BORN, NOON))
    assert refused("guardian_other_child", verify_person, child, identity=CHILD, at=LATER).status == 403
    # The guardian may correct it: the last word stands.
    again = guarding.ask_guardian(child, at=LATER)
    agree(again, guardian, proof, at=LATER)
    verify_person(child, identity=CHILD, at=LATER)
    assert GuardianConsent.objects.standing().get() == again


def test_a_name_is_the_same_name_with_or_without_its_spaces(child, asked, guardian, proof):
    agree(asked, guardian, proof, mark=mark_of_child(" 김 하늘", BORN, NOON))
    verify_person(child, identity=CHILD, at=LATER)


@pytest.mark.parametrize(("birth", "allowed"), [(date(2007, 11, 24), True), (date(2007, 11, 25), False)])
def test_a_guardian_is_of_age(asked, guardian, birth, allowed):
    identity = Identity(name="김보호", ci="CI-guardian", birth=birth)
    if allowed:
        agree(asked, guardian, identity)
    else:
        assert refused("guardian_too_young", agree, asked, guardian, identity).status == 403


def test_a_guardian_proves_to_be_the_one_whose_account_it_is(asked, guardian, proof):
    stolen = Identity(name="남의손", ci="CI-stranger", birth=GROWN)
    refused("identity_changed", agree, asked, guardian, stolen)
    assert not GuardianConsent.objects.standing().exists()
    agree(asked, guardian, proof)


def test_a_guardian_is_known_to_the_district_and_is_not_the_child(child, asked, guardian, proof):
    refused("verification_needed", agree, asked, account("unknown"), proof)
    refused("guardian_is_oneself", agree, asked, child, proof)
    with pytest.raises(IntegrityError), transaction.atomic():
        GuardianConsent.objects.filter(pk=asked.pk).update(guardian=child)
    agree(asked, guardian, proof)


@pytest.mark.parametrize(("days", "opens"), [(6, True), (7, False)])
def test_the_address_opens_for_seven_days(asked, guardian, proof, days, opens):
    at = NOON + timedelta(days=days)
    if opens:
        agree(asked, guardian, proof, at=at)
    else:
        assert refused("guardian_link_spent", agree, asked, guardian, proof, at=at).status == 409


def test_the_address_opens_once(asked, guardian, proof):
    agree(asked, guardian, proof)
    refused("guardian_link_spent", agree, asked, guardian, proof)


def test_asking_again_gives_the_same_address_while_it_opens_and_then_another(child, asked):
    assert guarding.ask_guardian(child, at=LATER) == asked
    other = guarding.ask_guardian(child, at=NOON + timedelta(days=8))
    assert other != asked
    asked.refresh_from_db()
    assert asked.closed_at is not None
    assert Event.objects.filter(name="guardian.asked").count() == 2


def test_whoever_is_known_already_needs_no_guardian(guardian, asked, child, proof):
    refused("already_verified", guarding.ask_guardian, guardian, at=NOON)
    Person.objects.filter(pk=child.pk).update(level=Level.L2)
    refused("already_verified", agree, asked, guardian, proof)


def test_without_a_text_in_force_nobody_is_asked(child, text):
    Consent.objects.update(in_force_from=date(2027, 1, 1))
    refused("no_guardian_text", guarding.ask_guardian, child, at=NOON)
    guarding.ask_guardian(child, at=NOON + timedelta(days=60))


@pytest.mark.parametrize(("birth", "needed"), [(date(2012, 11, 25), True), (date(2012, 11, 24), False)])
def test_from_fourteen_on_no_guardian_is_asked_for(birth, needed):
    if needed:
        assert len(mark_of_child("김하늘", birth, NOON)) == 64
    else:
        assert refused("guardian_not_needed", mark_of_child, "김하늘", birth, NOON).status == 422


@pytest.fixture
def known(child, asked, guardian, proof):
    """A child who takes part with a guardian's word."""
    agree(asked, guardian, proof)
    verify_person(child, identity=CHILD, at=NOON)
    child.refresh_from_db()
    return child


def test_a_word_taken_back_ends_the_level_and_leaves_the_account(known, guardian):
    given = guarding.withdraw_for_child(GuardianConsent.objects.get(), by=guardian, at=LATER)
    known.refresh_from_db()
    assert (known.level, known.name, known.neighborhood, known.verified_at) == (Level.L1, "", None, None)
    assert known.is_active
    refused("verification_needed", known.check_verified)
    assert (given.ended_at, given.child_mark) == (LATER, "")
    assert (given.guardian, given.agreed_at) == (guardian, NOON)
    refused("guardian_needed", verify_person, known, identity=CHILD, at=LATER)


def test_nobody_but_that_guardian_takes_the_word_back_and_only_once(known, guardian, resident):
    given = GuardianConsent.objects.get()
    assert (
        refused("not_the_guardian", guarding.withdraw_for_child, given, by=resident, at=LATER).status == 403
    )
    refused("not_the_guardian", guarding.withdraw_for_child, given, by=known, at=LATER)
    assert Person.objects.get(pk=known.pk).is_verified
    guarding.withdraw_for_child(given, by=guardian, at=LATER)
    refused("guardian_ended", guarding.withdraw_for_child, given, by=guardian, at=LATER)


def test_after_a_withdrawal_a_guardian_may_agree_anew(known, guardian, proof):
    guarding.withdraw_for_child(GuardianConsent.objects.get(), by=guardian, at=LATER)
    agree(guarding.ask_guardian(known, at=LATER), guardian, proof, at=LATER)
    verify_person(known, identity=CHILD, at=LATER)
    assert Person.objects.get(pk=known.pk).is_verified


def test_a_child_that_turned_fourteen_stands_alone(known):
    grown = Identity(name="김하늘", ci="CI-child", birth=BORN)
    verify_person(known, identity=grown, at=NOON.replace(year=2028))
    kept = GuardianConsent.objects.get()
    assert (kept.ended_at, kept.child_mark) == (NOON.replace(year=2028), "")
    assert Person.objects.get(pk=known.pk).is_verified


def test_a_child_that_leaves_takes_the_fingerprint_along(known):
    leave_house(known, at=LATER)
    kept = GuardianConsent.objects.get()
    assert (kept.child_mark, kept.ended_at) == ("", LATER)


def test_the_child_is_told_of_both(known, guardian):
    guarding.withdraw_for_child(GuardianConsent.objects.get(), by=guardian, at=LATER)
    titles = [letter.dispatch.title for letter in Letter.objects.filter(person=known, road="screen")]
    assert sorted(titles) == ["보호자께서 동의를 거두셨습니다.", "보호자께서 동의하셨습니다."]


def test_one_ask_and_one_word_a_child_are_held_by_the_table(child, asked, guardian, proof):
    with pytest.raises(IntegrityError), transaction.atomic():
        child.guardian_consents.create(asked_at=LATER)
    agree(asked, guardian, proof)
    other = child.guardian_consents.create(asked_at=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        GuardianConsent.objects.filter(pk=other.pk).update(
            agreed_at=LATER, guardian=guardian, consent=Consent.objects.get(), way="x"
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        GuardianConsent.objects.filter(pk=other.pk).update(agreed_at=LATER)


def test_an_address_that_we_did_not_make_leads_nowhere(asked):
    assert asked_at(token_of(asked)) == asked
    key = str(asked.key)
    for forged in (key, f"{key}:x", token_of(asked)[:-1], "", "x:y"):
        refused("not_found", asked_at, forged)


def test_the_key_of_the_address_stands_in_no_table(asked):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM district_guardianconsent")
        assert token_of(asked).split(":")[1] not in str(cursor.fetchall())


# By the pages, with the development provider.

YOUNG = f"{timezone.now().year - 10}-05-05"
TOLD = {"child_name": "김하늘", "child_birth": YOUNG, "guards": "on", "agrees": "on"}
PROVEN = {"name": "김보호", "birth": "1984-03-01", "neighborhood": "", "tie": ""}


@pytest.fixture
def grown(visit, unverified, gu, text):
    """A guardian who came in by the same provider."""
    client = visit(unverified)
    client.post("/me/verify/", PROVEN)
    unverified.refresh_from_db()
    assert unverified.is_verified
    return unverified


@pytest.fixture
def link(visit, child, gu, text):
    visit(child).post("/me/guardian/ask/")
    return f"/guardian/{token_of(GuardianConsent.objects.get())}/"


def test_from_the_first_refusal_to_the_childs_first_word_by_the_pages(visit, child, grown, gu, text):
    young = visit(child)
    proven = {"name": "김하늘", "birth": YOUNG}
    came = young.post("/me/verify/", proven)
    assert came.status_code == 403
    assert "보호자께 부탁하기" in came.content.decode()
    page = young.post("/me/guardian/ask/", follow=True).content.decode()
    token = token_of(GuardianConsent.objects.get())
    assert f"/guardian/{token}/" in page
    old = visit(grown)
    assert "하늘이" in old.get(f"/guardian/{token}/").content.decode()
    came = old.post(f"/guardian/{token}/", TOLD)
    assert came["Location"] == f"/guardian/{token}/prove/"
    came = old.post(came["Location"], PROVEN)
    assert came["Location"] == "/me/guardian/"
    assert young.post("/me/verify/", proven).status_code == 302
    child.refresh_from_db()
    assert child.is_verified
    given = GuardianConsent.objects.get()
    old.post(f"/me/guardian/{given.key}/withdraw/")
    child.refresh_from_db()
    assert not child.is_verified
    assert "끝났습니다" in old.get("/me/guardian/").content.decode()


def test_a_guardian_who_is_not_signed_in_or_not_known_is_shown_the_way(visit, link, child):
    assert "/accounts/login/?next=%2Fguardian%2F" in visit().get(link).content.decode()
    assert "/me/verify/?next=%2Fguardian%2F" in visit(account("unknown")).get(link).content.decode()
    assert GuardianConsent.objects.get().agreed_at is None


def test_nobody_proves_what_was_not_agreed_to_first(visit, link, grown):
    client = visit(grown)
    assert client.post(f"{link}prove/", PROVEN)["Location"] == link
    client.post(link, TOLD | {"agrees": ""})
    assert client.post(f"{link}prove/", PROVEN)["Location"] == link
    assert GuardianConsent.objects.get().agreed_at is None


@pytest.mark.parametrize(
    "missing",
    [{"child_name": ""}, {"child_birth": ""}, {"guards": ""}, {"agrees": ""}, {"child_birth": "2001-01-01"},
     {"child_name": "가" * 41}, {"child_birth": "어제"}],
)  # fmt: skip
def test_half_a_form_is_no_word(visit, link, grown, missing):
    came = visit(grown).post(link, TOLD | missing)
    assert came.status_code == 422
    assert "error-summary" in came.content.decode()


def test_a_wrong_proof_is_said_and_may_be_mended(visit, link, grown):
    client = visit(grown)
    client.post(link, TOLD)
    came = client.post(f"{link}prove/", PROVEN | {"name": "남의손"})
    assert came.status_code == 409
    assert client.post(f"{link}prove/", PROVEN).status_code == 302


def test_whoever_begins_for_themselves_does_not_answer_for_a_child(visit, link, grown):
    client = visit(grown)
    client.post(link, TOLD)
    client.get("/me/verify/")
    assert "guardian" not in client.session


def test_an_address_that_was_used_says_so(visit, link, grown):
    client = visit(grown)
    client.post(link, TOLD)
    client.post(f"{link}prove/", PROVEN)
    came = client.get(link)
    assert came.status_code == 409
    assert "이미 썼거나 기한이 지났습니다" in came.content.decode()
    assert visit().get("/guardian/made-up:token/").status_code == 404


def test_nobody_withdraws_anothers_word_by_the_page(visit, link, grown, resident):
    client = visit(grown)
    client.post(link, TOLD)
    client.post(f"{link}prove/", PROVEN)
    given = GuardianConsent.objects.get()
    assert visit(resident).post(f"/me/guardian/{given.key}/withdraw/").status_code == 404
    given.refresh_from_db()
    assert given.ended_at is None


def test_nobody_agrees_to_a_guardians_text_by_joining(visit, gu, text, resident, db):
    Consent.objects.create(kind="terms", version="1", title="이용약관", in_force_from=date(2026, 7, 1))
    shown = visit(resident).get("/me/").content.decode()
    assert "이용약관" in shown
    assert "법정대리인 동의" not in shown
    assert "agree_guardian" not in visit().get("/accounts/signup/").content.decode()


def test_my_data_holds_what_was_said_for_me_and_by_me(visit, link, grown, child):
    client = visit(grown)
    client.post(link, TOLD)
    client.post(f"{link}prove/", PROVEN)
    mine = client.get("/me/export/").json()
    assert mine["consented_for"][0]["way"] == "development"
    assert visit(child).get("/me/export/").json()["guardians"][0]["agreed_at"]
