"""Officials as posts, and neighbours that are invented."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cache

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from cms.demo.facts import PASSWORD, address
from district.identity import ci_hash
from district.models import Department, Level, Neighborhood, Person, Post, Posting

FAMILY = "김이박최정강조윤장임한오서신권황안송류홍"
FIRST = "민서지도하은수현예준가유태재아나다라우경"
LAST = "연호아정수민준희진우영빈원솔결인율온슬찬"


def invented_name(n: int) -> str:
    """A name nobody was asked for; the same n always gives the same one."""
    return FAMILY[n % 20] + FIRST[n * 7 % 20] + LAST[n * 3 // 2 % 20]


@cache
def hashed() -> str:
    """One hash for all: honest ones would take minutes, and the password is printed anyway."""
    return make_password(PASSWORD)


def settle_residents(
    prefix: str, count: int, at: datetime, named: Callable[[int], str] = invented_name
) -> list[Person]:
    """Verified residents `prefix0001` …; those who are there already are left as they are."""
    logins = [f"{prefix}{n:04}" for n in range(1, count + 1)]
    known = set(Person.objects.filter(email__in=map(address, logins)).values_list("email", flat=True))
    password = hashed() if len(known) < count else ""
    dongs = list(Neighborhood.objects.all())
    Person.objects.bulk_create(
        [
            Person(
                email=address(login),
                password=password,
                name=named(n),
                level=Level.L3,
                level_basis="residence",
                verified_at=at,
                created_at=at,
                ci_hash=ci_hash(f"demo:{login}"),
                neighborhood=dongs[n % len(dongs)],
            )
            for n, login in enumerate(logins)
            if address(login) not in known
        ],
        batch_size=500,
    )
    people = list(Person.objects.filter(email__in=map(address, logins)).order_by("email"))
    confirm_addresses(people)
    return people


def confirm_addresses(people: Iterable[Person]) -> None:
    """Demo addresses lead nowhere, so nobody is asked to confirm them."""
    people = list(people)
    known = set(EmailAddress.objects.filter(user__in=people).values_list("user_id", flat=True))
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True)
        for person in people
        if person.pk not in known
    )


def open_account(login: str, *, nickname: str = "", superuser: bool = False) -> Person:
    """An account somebody signs in with, made once."""
    person = Person.objects.filter(email=address(login)).first()
    if person is None:
        person = Person.objects.create(
            email=address(login), password=hashed(), nickname=nickname, is_superuser=superuser
        )
    confirm_addresses([person])
    return person


def open_accounts(nicknames: dict[str, str]) -> dict[str, Person]:
    """Several accounts, by login, each made once."""
    known = set(Person.objects.filter(email__in=map(address, nicknames)).values_list("email", flat=True))
    new = {login: name for login, name in nicknames.items() if address(login) not in known}
    password = hashed() if new else ""
    Person.objects.bulk_create(
        Person(email=address(login), password=password, nickname=name) for login, name in new.items()
    )
    people = {person.email: person for person in Person.objects.filter(email__in=map(address, nicknames))}
    confirm_addresses(people.values())
    return {login: people[address(login)] for login in nicknames}


def appoint(posts: list[dict], since: date) -> dict[str, Person]:
    """Every office of the demo and the person who holds it, by login."""
    holders = {}
    for row in posts:
        department = Department.objects.filter(code=row["department"]).first() if row["department"] else None
        post, _made = Post.objects.get_or_create(
            role=row["role"], title=row["title"], defaults={"department": department}
        )
        person = open_account(row["login"], nickname=row["title"], superuser=row["role"] == "admin")
        Posting.objects.get_or_create(post=post, person=person, defaults={"start": since})
        holders[row["login"]] = person
    return holders
