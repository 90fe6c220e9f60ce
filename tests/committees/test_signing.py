"""서명: who stands for which words, with a second factor of that moment, until somebody changes a letter."""

from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import RequestFactory
from django.utils import timezone

from committees.actions import minutes as acts
from committees.actions.signing import sign_minutes
from committees.models import Meeting, Membership, Minutes, MinutesText, Office, Signature
from district.models import Posting
from district.second_factor import Proof, prove
from tests.committees.acts import code_of_refusal
from tests.committees.minutes_made import (
    LAID,
    PERIOD,
    SIGNED,
    asks,
    held,
    laid_minutes,
    line_of,
    proof_of,
    signs,
    to_sign,
)
from tests.district.test_desk import SECRET, code_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def over(gu, meeting, members, chair, secretary, department):
    return held(meeting, members, department)


@pytest.fixture
def minutes(over, secretary):
    """Laid, and the time for corrections over."""
    return to_sign(over, secretary)


class TestOffice:
    def test_chair_and_secretary_sign_each_as_what_they_are(self, minutes, chair, secretary):
        signs(minutes, chair)
        signs(minutes, secretary)
        told = {each.office: (each.label, each.name, each.sha256) for each in Signature.objects.all()}
        digest = Minutes.objects.get().text.sha256
        assert told == {
            "chair": ("협치회의 위원장", "강하윤", digest),
            "secretary": ("협치회의 간사", str(secretary.postings.get().post), digest),
        }

    def test_nobody_else_does(self, minutes, members, officer, auditor, mayor, resident):
        for stranger in (members[1], officer, auditor, mayor, resident):
            assert code_of_refusal(signs, minutes, stranger) == ("not_a_signer", 403)
        assert not Signature.objects.exists()

    def test_each_signs_once(self, minutes, chair):
        signs(minutes, chair)
        assert code_of_refusal(signs, minutes, chair) == ("already_signed", 409)

    def test_two_offices_in_one_hand_are_one_signature(self, minutes, council, chair, secretary):
        membership = Membership.objects.get(seat__body=council, person=chair)
        Office.objects.create(body=council, kind="secretary", membership=membership, start=date(2025, 3, 20))
        signs(minutes, chair)
        assert code_of_refusal(signs, minutes, chair) == ("already_signed", 409)
        assert [each.office for each in Signature.objects.all()] == ["chair"]

    def test_past_the_term_nobody_signs(self, minutes, chair):
        Membership.objects.filter(person=chair).update(end=SIGNED.date() - timedelta(days=1))
        assert code_of_refusal(signs, minutes, chair) == ("not_a_signer", 403)
        assert not Signature.objects.exists()

    def test_the_next_chair_signs_for_one_who_is_no_longer_there(self, minutes, council, chair, members):
        Membership.objects.filter(person=chair).update(end=SIGNED.date() - timedelta(days=1))
        successor = Membership.objects.get(seat__body=council, person=members[3])
        Office.objects.create(body=council, kind="chair", membership=successor, start=SIGNED.date())
        signs(minutes, members[3])
        assert Signature.objects.get().name == "문예진"

    def test_a_new_chair_does_not_sign_while_the_one_who_led_still_can(
        self, minutes, council, chair, members
    ):
        successor = Membership.objects.get(seat__body=council, person=members[3])
        Office.objects.create(body=council, kind="chair", membership=successor, start=SIGNED.date())
        assert code_of_refusal(signs, minutes, members[3]) == ("not_a_signer", 403)

    def test_whoever_led_in_the_chairs_stead_signs_as_that(self, over, secretary, chair, members):
        Meeting.objects.filter(pk=over.pk).update(acting_chair=members[2], acting_reason="위원장 부재")
        minutes = to_sign(Meeting.objects.get(pk=over.pk), secretary)
        assert code_of_refusal(signs, minutes, chair) == ("not_a_signer", 403)
        signs(minutes, members[2])
        signed = Signature.objects.get()
        assert (signed.office, signed.label, signed.name) == ("chair", "위원장 직무대행", "나은서")

    def test_a_secretary_who_was_moved_does_not_sign_and_the_new_one_does(
        self, minutes, secretary, department, officer
    ):
        post = secretary.postings.get().post
        Posting.objects.filter(person=secretary).update(end=SIGNED.date() - timedelta(days=1))
        Posting.objects.create(post=post, person=officer, start=SIGNED.date())
        assert code_of_refusal(signs, minutes, secretary) == ("not_a_signer", 403)
        signs(minutes, officer)
        assert Signature.objects.get().person == officer


class TestWords:
    def test_it_is_of_the_words_that_were_read(self, minutes, chair):
        for other in ("", "0" * 64, None, 7):
            refused = code_of_refusal(signs, minutes, chair, sha256=other if other is not None else [])
            assert refused == ("minutes_changed", 409)
        assert not Signature.objects.exists()

    def test_words_that_are_no_longer_those_of_the_fingerprint_are_not_signed(self, minutes, chair):
        text = minutes.text
        text.fields["gist"][1]["words"] = "바꿔 쓴 말"
        MinutesText.objects.filter(pk=text.pk).update(fields=text.fields)
        assert code_of_refusal(signs, minutes, chair) == ("minutes_changed", 409)

    def test_any_later_change_voids_it(self, minutes, chair, secretary):
        signs(minutes, chair)
        signs(minutes, secretary)
        change = {
            "field": "gist",
            "line": line_of(minutes, "gist", "골목길"),
            "words": "김도연: 공원이 먼저입니다.",
        }
        acts.amend_minutes(minutes, edition=1, changes=[change], reason="오기", by=secretary, at=SIGNED)
        assert [each.voided_at for each in Signature.objects.all()] == [SIGNED, SIGNED]
        assert Minutes.objects.get().text.standing == []
        publish = acts.publish_minutes
        assert code_of_refusal(publish, minutes, by=secretary, at=SIGNED) == ("signatures_missing", 409)
        signs(minutes, chair)
        signs(minutes, secretary)
        assert publish(minutes, by=secretary, at=SIGNED).published_at == SIGNED

    def test_nobody_signs_while_members_may_still_correct(self, over, secretary, chair, member):
        minutes = laid_minutes(over, secretary)
        assert code_of_refusal(signs, minutes, chair, at=LAID) == ("corrections_open", 409)
        asks(minutes, member)
        late = LAID + PERIOD
        assert code_of_refusal(signs, minutes, chair, at=late) == ("corrections_waiting", 409)
        acts.withdraw_correction(minutes.corrections.get(), by=member, at=late)
        assert signs(minutes, chair, at=late).state == "signing"
        assert code_of_refusal(asks, minutes, member, at=LAID) == ("corrections_over", 409)


class TestProof:
    def test_somebody_elses_or_an_old_one_proves_nothing(self, minutes, chair, secretary):
        text = minutes.text
        for proof in (proof_of(secretary), proof_of(chair, SIGNED - timedelta(minutes=6))):
            said = {"sha256": text.sha256, "by": chair, "at": SIGNED, "proof": proof}
            assert code_of_refusal(sign_minutes, minutes, **said) == ("second_factor_needed", 409)
        assert not Signature.objects.exists()

    def test_it_stays_with_the_signature(self, minutes, chair):
        signs(minutes, chair)
        assert Signature.objects.get().factor == "totp"


class TestSecondFactor:
    """`prove`: in a session of its own, as a browser has it."""

    @pytest.fixture
    def asked(self, visit, chair):
        request = RequestFactory().post("/meetings/1/minutes/sign/")
        request.user, request.session = chair, visit(chair).session
        return request

    @pytest.fixture
    def factor(self, chair):
        return TOTP.activate(chair, SECRET).instance

    def test_without_one_it_says_where_to_set_one_up(self, asked, chair):
        assert code_of_refusal(prove, asked, chair, "123456") == ("second_factor_needed", 409)
        with pytest.raises(acts.Refusal) as refused:
            prove(asked, chair, "")
        assert refused.value.facts["where"] == "/accounts/2fa/"

    def test_the_code_of_this_moment_proves_it(self, asked, chair, factor):
        proof = prove(asked, chair, code_now())
        assert (proof.person_id, proof.factor) == (chair.pk, "totp")
        assert timezone.now() - proof.at < timedelta(minutes=1)

    def test_a_code_proves_once(self, asked, chair, factor):
        code = code_now()
        assert prove(asked, chair, code)
        assert code_of_refusal(prove, asked, chair, code)[0] == "second_factor_wrong"

    @pytest.mark.parametrize("code", ["000", "abcdef", "０００００a", "12345678", "1" * 5000])
    def test_what_is_no_code_is_none(self, asked, chair, factor, code):
        assert code_of_refusal(prove, asked, chair, code)[0] in {
            "second_factor_wrong",
            "second_factor_needed",
        }

    def test_it_is_not_guessed(self, asked, chair, factor):
        wrong = "111111" if code_now() != "111111" else "222222"
        codes = [code_of_refusal(prove, asked, chair, wrong) for _ in range(8)]
        assert ("second_factor_wrong", 422) in codes
        assert codes[-1] == ("too_fast", 429)
        assert code_of_refusal(prove, asked, chair, code_now()) == ("too_fast", 429)

    def test_what_the_session_showed_just_before_is_fresh_for_five_minutes(self, asked, chair, factor):
        assert code_of_refusal(prove, asked, chair, "") == ("second_factor_needed", 409)
        prove(asked, chair, code_now())
        assert prove(asked, chair, "").factor == "totp"
        records = asked.session["account_authentication_methods"]
        records[-1]["at"] -= 301
        asked.session["account_authentication_methods"] = records
        assert code_of_refusal(prove, asked, chair, "") == ("second_factor_needed", 409)

    def test_a_passkey_shown_just_before_will_do(self, asked, chair, factor):
        key = Authenticator.objects.create(user=chair, type="webauthn", data={"name": "열쇠"})
        prove(asked, chair, code_now())
        records = asked.session["account_authentication_methods"]
        records[-1] |= {"id": key.pk, "type": "webauthn"}
        asked.session["account_authentication_methods"] = records
        assert prove(asked, chair, "").factor == "webauthn"
        key.delete()
        assert code_of_refusal(prove, asked, chair, "") == ("second_factor_needed", 409)

    def test_a_code_of_recovery_signs_nothing_and_is_not_spent(self, asked, chair, factor):
        codes = RecoveryCodes.activate(chair)
        (code, *_rest) = codes.get_unused_codes()
        assert code_of_refusal(prove, asked, chair, code) == ("second_factor_wrong", 422)
        assert code in RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()

    def test_another_persons_session_proves_nothing(self, asked, chair, factor, secretary):
        TOTP.activate(secretary, SECRET)
        prove(asked, chair, code_now())
        assert code_of_refusal(prove, asked, secretary, "") == ("second_factor_needed", 409)


def test_a_proof_is_a_persons_own(chair, secretary):
    proof = Proof(chair.pk, "totp", SIGNED)
    proof.check_of(chair, SIGNED + timedelta(minutes=5))
    assert code_of_refusal(proof.check_of, secretary, SIGNED) == ("second_factor_needed", 409)
