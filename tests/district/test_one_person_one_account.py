"""Two accounts of one human being ask to be verified in the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from district.identity import Identity
from district.models import Person
from district.refusals import Refusal
from tests.cast import NOON, account


@pytest.mark.real
@pytest.mark.django_db(transaction=True)
def test_of_eight_accounts_one_is_verified_and_seven_are_refused():
    people = [account(f"twin{n}") for n in range(8)]
    start = Barrier(len(people))

    def ask(person):
        try:
            start.wait(timeout=10)
            person.verify(Identity(name="홍길동", ci="CI-1", birth=date(1984, 3, 1)), NOON)
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()
        return "verified"

    with ThreadPoolExecutor(len(people)) as pool:
        answers = list(pool.map(ask, people))
    assert sorted(answers) == ["identity_taken"] * 7 + ["verified"]
    assert Person.objects.filter(level=2).count() == 1
