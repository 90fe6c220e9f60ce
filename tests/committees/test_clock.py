"""때가 된 일: what is purged on which day, and which letters are told once, however often tick runs."""

from datetime import timedelta

import pytest

from committees.actions import applying, choosing, inviting, offices, recommending, seating
from committees.actions.clock import due
from committees.actions.news import topic_of
from committees.models import Application, BodyRule, MemberSheet, Membership, Seat
from district.dates import day
from district.refusals import Refusal
from letters.actions import follow
from letters.models import Dispatch
from realtime.models import Event
from tests.cast import NOON, verified
from tests.committees.applicants import MOTIVE, consent_to, open_call

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def call(council):
    return open_call(council, NOON)


@pytest.fixture
def consent(call):
    return consent_to(NOON)


@pytest.fixture
def three(call, consent, dong, resident, neighbour):
    """One who is selected, one who is not, one who took it back."""
    third = verified("third", dong, name="세번째")
    return [
        applying.apply(
            call, by=person, at=NOON, motive=MOTIVE, consent=consent.pk, gender="f", phone="010-1234-5678"
        )
        for person in (resident, neighbour, third)
    ]  # fmt: skip


def words_of(row):
    row = Application.objects.get(pk=row.pk)
    return row.name, row.motive, row.gender, row.sealed_phone, row.person_id


def empty(row, person=None):
    return words_of(row) == ("", "", "", "", person)


def test_an_application_is_purged_on_the_day_its_rule_says_and_not_a_day_before(call, three):
    chosen, left, back = three
    applying.withdraw_application(back, by=back.person, at=NOON)
    choosing.choose(chosen, "selected", by=None, at=NOON)
    decided = choosing.decide_call(call, by=None, at=call.closes_at).decided_at
    # The rule of the body says 180 days.
    due(decided + 179 * DAY)
    assert (words_of(left)[1], empty(back, back.person_id)) == (MOTIVE, True)
    due(decided + 180 * DAY)
    assert (empty(left), empty(back), empty(chosen)) == (True, True, True)
    purged = Event.objects.get(name="applications.purged")
    assert purged.facts == {"body": call.body_id, "people": 3}
    due(decided + 181 * DAY)
    assert Event.objects.filter(name="applications.purged").count() == 1
    assert Application.objects.count() == 3


def test_a_call_that_nobody_ever_decided_is_purged_from_its_last_day(call, three):
    BodyRule.objects.update(applications_kept_days=30)
    due(call.closes_at + 29 * DAY)
    assert words_of(three[0])[1] == MOTIVE
    due(call.closes_at + 30 * DAY)
    assert all(empty(row) for row in three)


def test_the_account_of_a_member_outlives_the_purge_of_the_application(call, three, members):
    chosen = three[0]
    chosen.membership = members[0].memberships.get()
    chosen.state = "appointed"
    chosen.save()
    due(NOON + 400 * DAY)
    assert empty(chosen, chosen.person_id)


def test_a_sheet_is_purged_when_the_last_term_is_over_for_as_long_as_the_rule_says(council, members):
    BodyRule.objects.update(sheets_kept_days=100)
    one, other = members[0], members[1]
    for person in (one, other):
        MemberSheet.objects.create(person=person, gender="f", birth_year=1980, changed_at=NOON)
    Membership.objects.filter(person=one).update(end=day(NOON))
    due(NOON + 99 * DAY)
    assert not MemberSheet.objects.exclude(purged_at=None).exists()
    due(NOON + 100 * DAY)
    assert [sheet.person for sheet in MemberSheet.objects.exclude(purged_at=None)] == [one]
    assert MemberSheet.objects.get(person=other).gender == "f"
    assert Event.objects.get(name="sheets.purged").facts == {"people": 1}


def test_a_sheet_stays_while_an_application_stands_and_goes_like_one_where_nobody_ever_sat(
    call, three, resident, members
):
    MemberSheet.objects.create(person=resident, gender="m", changed_at=NOON - 200 * DAY)
    stranger = verified("stranger", resident.neighborhood, name="김모름")
    MemberSheet.objects.create(person=stranger, gender="f", changed_at=NOON - 179 * DAY)
    due(NOON)
    assert not MemberSheet.objects.exclude(purged_at=None).exists()
    due(NOON + DAY)
    assert [sheet.person for sheet in MemberSheet.objects.exclude(purged_at=None)] == [stranger]


def abouts(beginning):
    return sorted(Dispatch.objects.filter(about__startswith=beginning).values_list("about", flat=True))


def test_a_member_and_the_department_hear_ninety_and_thirty_days_before_and_once(
    council, members, officer, head, resident
):
    mine = members[0].memberships.get()
    Membership.objects.exclude(pk=mine.pk).update(end=mine.end + 400 * DAY)
    last = NOON + (mine.end - day(NOON))
    due(last - 91 * DAY)
    assert abouts(f"membership/{mine.pk}/ends") == []
    for at in (last - 90 * DAY, last - 90 * DAY, last - 31 * DAY):
        due(at)
        assert abouts(f"membership/{mine.pk}/ends") == [f"membership/{mine.pk}/ends/90"]
    due(last - 30 * DAY)
    due(last)
    assert abouts(f"membership/{mine.pk}/ends") == [
        f"membership/{mine.pk}/ends/30",
        f"membership/{mine.pk}/ends/90",
    ]
    told = Dispatch.objects.get(about=f"body/{council.pk}/ends/{mine.end}/90")
    assert {letter.person for letter in told.letters.all()} == {officer, head}
    assert "1명의 임기" in told.title
    assert len(abouts(f"body/{council.pk}/ends")) == 2


def test_who_goes_on_or_was_appointed_for_less_is_not_reminded(council, members):
    mine = members[0].memberships.get()
    Membership.objects.exclude(pk=mine.pk).update(end=mine.end + 400 * DAY)
    Membership.objects.create(
        seat=mine.seat, person=members[0], name="강하윤", start=mine.end + DAY, end=mine.end + 700 * DAY
    )
    last = NOON + (mine.end - day(NOON))
    due(last - 30 * DAY)
    assert abouts("membership/") == []
    seat = Seat.objects.create(body=council, number=11, opened_on=mine.start)
    short = Membership.objects.create(
        seat=seat, person=members[0], name="강하윤", start=mine.end - 40 * DAY, end=mine.end
    )
    Membership.objects.filter(start__gt=mine.end).delete()
    Membership.objects.filter(pk=mine.pk).update(end=mine.end + 400 * DAY)
    due(last - 31 * DAY)
    assert abouts("membership/") == []
    due(last - 30 * DAY)
    assert abouts("membership/") == [f"membership/{short.pk}/ends/30"]


@pytest.fixture
def followed(members, resident):
    """A member whom a resident follows."""
    mine = members[1].memberships.select_related("seat__body").get()
    follow(resident, topic=topic_of(mine), title="김도연 위원", url=f"/members/{mine.pk}/", at=NOON - 9 * DAY)
    return mine


def test_whoever_follows_a_member_hears_of_offices_recommendations_and_the_end_but_never_why(
    followed, council, members
):
    offices.elect(council, "chair", start=day(NOON), membership=followed, by=None, at=NOON)
    recommending.recommend(council, title="골목 조명", text="밝게 해 주세요.", by=members[1], at=NOON)
    recommending.recommend(council, title="다른 위원의 제안", text="글", by=members[2], at=NOON)
    seating.end_membership(followed, on=day(NOON), reason="resigned", note="병환", by=None, at=NOON)
    told = Dispatch.objects.filter(topic=f"member/{followed.pk}").order_by("pk")
    assert [each.about.split("/", 2)[2].split("/")[0] for each in told] == [
        "office",
        "recommendation",
        "over",
    ]
    assert all(
        word not in f"{each.title}{each.words}" for each in told for word in ("사임", "병환", "resign")
    )
    due(NOON + 2 * DAY)
    assert Dispatch.objects.filter(about=f"membership/{followed.pk}/over").count() == 1


def test_who_is_followed_is_followed_through_a_renewal_and_a_term_that_ran_out_is_told_once(
    followed, council, members
):
    start = followed.end + DAY
    again = seating.appoint(followed.seat, person=members[1], name="김도연", start=start, by=None, at=NOON)
    assert topic_of(again) == f"member/{followed.pk}"
    assert Dispatch.objects.get(topic=f"member/{followed.pk}").about == f"membership/{again.pk}/seated"
    last = NOON + (followed.end - day(NOON))
    due(last + DAY)
    assert not abouts(f"membership/{followed.pk}/over")
    last = NOON + (again.end - day(NOON))
    due(last)
    assert not abouts(f"membership/{again.pk}/over")
    due(last + DAY)
    due(last + 2 * DAY)
    assert abouts(f"membership/{again.pk}/over") == [f"membership/{again.pk}/over"]


def test_nobody_follows_and_nothing_is_written(council, members):
    mine = members[1].memberships.get()
    seating.end_membership(mine, on=day(NOON), reason="resigned", by=None, at=NOON)
    assert not Dispatch.objects.filter(about__startswith="membership/").exists()


def refused(*said, **more):
    with pytest.raises(Refusal) as raised:
        inviting.invite(*said, **more)
    return raised.value.code


def test_a_member_without_an_account_is_invited_once_and_nobody_is_merged(
    visit, council, officer, resident, members, mailoutbox, django_capture_on_commit_callbacks
):
    seat = Seat.objects.create(body=council, number=12, opened_on=day(NOON))
    membership = seating.appoint_somebody(seat, email="", name="이서면", start=day(NOON), by=officer, at=NOON)
    assert refused(membership, resident.email.upper(), by=officer, at=NOON) == "email_taken"
    assert refused(membership, "이메일", by=officer, at=NOON) == "bad_email"
    assert refused(membership, "a\x00@example.kr", by=officer, at=NOON) == "bad_email"
    assert refused(membership, "paper@example.kr", by=resident, at=NOON) == "not_keeper"
    assert refused(members[0].memberships.get(), "b@example.kr", by=officer, at=NOON) == "has_account"
    path = f"/desk/members/{membership.pk}/invite/"
    with django_capture_on_commit_callbacks(execute=True):
        assert visit(officer).post(path, {"email": "paper@example.kr"}).status_code == 302
    [mail] = [each for each in mailoutbox if each.to == ["paper@example.kr"]]
    assert "이서면 위원님" in mail.body
    link = next(word for word in mail.body.split() if "/accounts/password/reset/key/" in word)
    invited = visit()
    door = invited.get(f"/accounts/{link.split('/accounts/')[1]}", follow=True)
    chosen = {"password1": "달빛아래-호암로-7", "password2": "달빛아래-호암로-7"}
    assert invited.post(door.redirect_chain[-1][0], chosen).status_code == 302
    person = type(resident).objects.get(pk=membership.person_id)
    assert (person.email, person.check_password("달빛아래-호암로-7")) == ("paper@example.kr", True)
    assert refused(membership, "other@example.kr", by=officer, at=NOON) == "has_account"
