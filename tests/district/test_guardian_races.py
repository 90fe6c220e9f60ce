"""Two who press one address in the same moment, and a child that asks twice, on a real database."""

from datetime import date

import pytest

from cms import guarding
from district.identity import Identity
from district.models import Consent, GuardianConsent
from district.models.guardians import mark_of_child
from tests.cast import NOON, account, verified
from tests.deliberation.test_races import afresh, at_once

pytestmark = [pytest.mark.real, pytest.mark.django_db(transaction=True), pytest.mark.timeout(60)]
GROWN = date(1984, 3, 1)


def test_an_address_that_is_pressed_by_many_at_once_is_agreed_to_once(dong):
    Consent.objects.create(kind="guardian", version="1", title="동의", in_force_from=NOON.date())
    child = account("child")
    asked = at_once([lambda: guarding.ask_guardian(afresh(child), at=NOON)] * 5)
    assert {one.pk for one in asked} == {GuardianConsent.objects.get().pk}
    acts = []
    for n in range(4):
        proof = Identity(name=f"김보호{n}", ci=f"CI-{n}", birth=GROWN)
        grown = verified(f"grown{n}", dong)
        grown.ci_hash = proof.ci_hash
        grown.save()
        acts.append(
            lambda grown=grown, proof=proof: guarding.consent_for_child(
                asked[0],
                by=afresh(grown),
                identity=proof,
                way="development",
                child_mark=mark_of_child("김하늘", date(2014, 5, 5), NOON),
                at=NOON,
            )
        )
    came = at_once(acts)
    assert came.count("guardian_link_spent") == 3
    assert GuardianConsent.objects.standing().count() == 1
