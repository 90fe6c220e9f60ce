"""Signing and mending in the same moment: a signature never stands on other words."""

import pytest

from committees.actions import minutes as acts
from committees.documents.minutes import fingerprint
from committees.models import Correction, Minutes, MinutesText, Signature
from realtime.models import Event
from tests.committees.minutes_made import LAID, SIGNED, asks, held, laid_minutes, signs, to_sign
from tests.deliberation.test_races import at_once

pytestmark = [pytest.mark.real, pytest.mark.django_db(transaction=True), pytest.mark.timeout(120)]


@pytest.fixture
def over(gu, meeting, members, chair, secretary, department):
    return held(meeting, members, department)


def check_the_signatures():
    """Whatever stands, stands on the words of its own edition, which is the one that counts."""
    counts = Minutes.objects.get().edition
    for each in Signature.objects.filter(voided_at=None).select_related("text"):
        assert each.text.edition == counts
        assert each.sha256 == each.text.sha256 == fingerprint(each.text)


def amending(minutes, secretary, words):
    change = {"field": "gist", "line": 1, "words": words}
    edition = Minutes.objects.get().edition
    return lambda: acts.amend_minutes(
        minutes, edition=edition, changes=[change], reason="오기", by=secretary, at=SIGNED
    )


def test_two_signers_at_once_are_two_signatures(over, chair, secretary):
    minutes = to_sign(over, secretary)
    came = at_once([lambda: signs(minutes, chair), lambda: signs(minutes, secretary)])
    assert not [each for each in came if isinstance(each, str)]
    assert {each.office for each in Signature.objects.all()} == {"chair", "secretary"}
    check_the_signatures()


def test_one_signer_at_many_doors_signs_once(over, chair, secretary):
    minutes = to_sign(over, secretary)
    came = at_once([lambda: signs(minutes, chair) for _ in range(6)])
    assert came.count("already_signed") == 5
    assert Signature.objects.count() == 1
    assert Event.objects.filter(name="minutes.signed").count() == 1


def test_what_is_mended_while_it_is_signed_is_not_signed(over, chair, secretary):
    minutes = to_sign(over, secretary)
    for turn in range(5):
        digest = Minutes.objects.get().text.sha256
        at_once([
            lambda digest=digest: signs(minutes, chair, sha256=digest),
            amending(minutes, secretary, f"김도연: {turn}번째로 고친 말"),
            lambda digest=digest: signs(minutes, secretary, sha256=digest),
        ])  # fmt: skip
        check_the_signatures()
        # The amendment came last or the others were told: in no order does an old signature stand.
        assert Minutes.objects.get().text.standing == []
    assert Minutes.objects.get().edition == 6


def test_nothing_signed_by_one_alone_is_published_while_it_is_mended(over, chair, secretary):
    minutes = to_sign(over, secretary)
    signs(minutes, chair)
    signs(minutes, secretary)
    came = at_once([
        lambda: acts.publish_minutes(minutes, by=secretary, at=SIGNED),
        amending(minutes, secretary, "김도연: 다른 말"),
    ])  # fmt: skip
    row = Minutes.objects.get()
    published = row.published_at is not None
    assert published == (row.edition == 1)
    assert published == ("minutes_published" in came)
    assert published != ("signatures_missing" in came)
    check_the_signatures()


def test_two_secretaries_lay_it_once(over, secretary):
    came = at_once([lambda: acts.lay_minutes(over, by=secretary, at=LAID) for _ in range(4)])
    assert came.count("minutes_laid") == 3
    assert MinutesText.objects.count() == 1


def test_the_same_line_is_corrected_by_one_of_two(over, members, secretary):
    minutes = laid_minutes(over, secretary)
    wishes = [asks(minutes, members[n], words=f"김도연: {n}번 말") for n in (1, 2)]
    came = at_once([
        lambda wish=wish: acts.answer_correction(wish, taken=True, by=secretary, at=LAID) for wish in wishes
    ])  # fmt: skip
    assert came.count("minutes_changed") == 1
    assert sorted(Correction.objects.values_list("state", flat=True)) == ["asked", "taken"]
    assert [text.edition for text in MinutesText.objects.order_by("edition")] == [1, 2]
