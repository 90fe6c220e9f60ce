"""The gallery's page of a meeting, as the house draws it: each state whole, and of what is closed no word."""

from datetime import timedelta

import pytest

from committees.actions import meetings, motions, observing, recusing, speaking, voting
from committees.models import AgendaItem, Minutes, Vote
from letters.models import Follow
from tests.committees.doors import presses
from tests.committees.shown import forms, words

pytestmark = pytest.mark.django_db
SECRET = "비밀후보지"


@pytest.fixture(autouse=True)
def house_of(gu):
    """Every page names the district."""


@pytest.fixture
def item(sitting, items, secretary, now):
    """The decision, on the floor."""
    return meetings.take_up(items[1], by=secretary, at=now)


@pytest.fixture
def gallery(visit, gathering):
    """The page as a guest has it."""
    return lambda: visit().get(f"/meetings/{gathering.pk}/").text


def moved(item, members, now, text="원안대로 의결한다.", **facts):
    motion = motions.move(item, kind=facts.pop("kind", "main"), text=text, by=members[0], at=now, **facts)
    return motions.second(motion, by=members[1], at=now)


def test_before_the_meeting_nothing_is_kept_free_for_a_floor(gallery, gathering, now):
    gathering.starts_at = now + timedelta(days=9)
    gathering.save()
    told = gallery()
    assert words(told, "#stage") == []
    assert words(told, ".now-place") != []


def test_the_gallery_sees_who_speaks_who_waits_and_reads_the_words(
    gallery, sitting, item, members, secretary, now
):
    assert words(gallery(), ".speaker-none") == ["지금 발언하는 분이 없습니다."]
    first = speaking.ask_turn(item, by=members[0], at=now)
    speaking.ask_turn(item, by=members[1], at=now)
    speaking.ask_turn(item, by=members[2], at=now, kind="point_of_order")
    order = item.turns.waiting()[0]
    speaking.begin_turn(order, by=secretary, at=now)
    speaking.begin_turn(first, by=secretary, at=now)
    speaking.type_gist(item, words="예산을 다시 보자고 하다.", turn=first, by=secretary, at=now)
    told = gallery()
    assert words(told, ".speaker-name strong") == [first.name]
    assert words(told, "#queue .turn-name") == ["김도연"]
    assert words(told, "#gists .gist-words") == ["예산을 다시 보자고 하다."]
    assert words(told, "#gists .gist-head strong") == [first.name]


def test_motions_stand_with_who_moved_and_seconded_them_and_which_comes_first(gallery, item, members, now):
    main = moved(item, members, now)
    change = motions.move(item, kind="amendment", text="두 달 앞당긴다.", amends=main, by=members[2], at=now)
    told = gallery()
    assert words(told, ".agenda-item .motion-head") == [
        "동의 1 토론",
        "수정동의 2 재청을 기다림 먼저 표결합니다",
    ]
    first, second = words(told, ".agenda-item .motion-who")
    assert first == f"동의 {main.name} 재청 {members[1].memberships.get().name}"
    assert second == f"동의 1 을 고침 동의 {change.name} 재청 1 명을 기다립니다"


def test_a_running_roll_call_tells_how_many_and_after_the_close_the_sum(
    gallery, item, members, secretary, now
):
    vote = voting.open_vote(item, method="roll_call", motion=moved(item, members, now), by=secretary, at=now)
    for person, choice in zip(members[:5], ["yes", "yes", "yes", "yes", "no"], strict=True):
        voting.cast(vote, choice=choice, by=person, at=now)
    told = gallery()
    assert words(told, "#stage .vote-cast") == ["5 / 6 투표"]
    assert words(told, ".sides") == []
    assert words(told, ".vote .tally-line") == []
    voting.close_vote(vote, by=secretary, at=now)
    told = gallery()
    [line] = words(told, "#stage .tally-line")
    assert line == "출석 6 · 찬성 4 · 반대 1 · 기권 0 · 불참 1 → 가결: 출석 과반수 4 필요"
    assert words(told, "#stage .side-figures") == ["찬성 4 반대 1 기권 0"]
    assert words(told, ".agenda-item .called")[0].startswith(members[0].memberships.get().name)


def test_of_a_secret_vote_the_page_never_has_a_name_or_a_side(gallery, item, members, secretary, now):
    vote = voting.open_vote(item, method="secret", motion=moved(item, members, now), by=secretary, at=now)
    voting.cast(vote, choice="no", by=members[0], at=now)
    told = gallery()
    assert words(told, "#stage .vote-cast") == ["1 / 6 투표"]
    assert words(told, ".called") == words(told, ".sides") == []


def test_who_keeps_out_is_named_and_the_count_is_of_the_item(gallery, item, members, secretary, sitting, now):
    recusing.record(item, kind="self", reason=SECRET, by=members[0], at=now)
    told = gallery()
    assert words(told, ".agenda-item .recusal") == [f"회피 {members[0].memberships.get().name} 빠짐"]
    assert "재적 9 · 출석 5" in words(told, ".quorum-pill")[0]
    assert words(told, ".recused-note") == ["이 안건에서 빠진 위원 1 명을 뺀 수입니다."]
    assert SECRET not in told


def test_those_who_were_asked_to_be_there_are_named(gallery, sitting, secretary, now):
    assert words(gallery(), "#observers-section") == []
    came = observing.record(sitting, name="도시계획과장", office="도시계획과", by=secretary, at=now)
    observing.record(sitting, name="주무관", office="도시계획과", by=secretary, at=now)
    assert words(gallery(), ".observer") == ["도시계획과장 도시계획과", "주무관 도시계획과"]
    observing.remove(came, by=secretary, at=now)
    assert words(gallery(), ".observer") == ["주무관 도시계획과"]


def test_of_a_closed_item_no_word_of_the_floor_stands_anywhere_on_the_page(
    visit, sitting, items, members, member, secretary, now
):
    closed = meetings.take_up(items[2], by=secretary, at=now)
    turn = speaking.ask_turn(closed, by=members[0], at=now)
    speaking.begin_turn(turn, by=secretary, at=now)
    speaking.type_gist(closed, words=f"{SECRET}가 비싸다.", turn=turn, by=secretary, at=now)
    recusing.record(closed, kind="self", reason=SECRET, by=members[4], at=now)
    motion = moved(closed, members, now, text=f"{SECRET}를 산다.")
    vote = voting.open_vote(closed, method="roll_call", motion=motion, by=secretary, at=now)
    voting.cast(vote, choice="yes", by=members[0], at=now)
    pages = [f"/meetings/{sitting.pk}/", f"/meetings/{sitting.pk}/screen/", f"/votes/{vote.pk}/"]
    names = [*(person.memberships.get().name for person in (members[0], members[4]))]
    for _ in ("running", "closed"):
        for address in pages:
            told = visit().get(address).text
            assert SECRET not in told
        said = visit().get(pages[0]).text
        assert words(said, ".stage-inside") == ["비공개 안건의 발언과 표결은 보여 드리지 않습니다."]
        assert words(said, "#gists li, #queue li, .speaker-name, #stage .vote, .motion-text") == []
        assert not [name for name in names for line in words(said, ".agenda-item, #stage") if name in line]
        if Vote.objects.running().exists():
            voting.close_vote(vote, by=secretary, at=now)
    inside = visit(member).get(f"/meetings/{sitting.pk}/floor/").text
    assert SECRET in inside


def test_an_item_that_is_closed_later_takes_its_words_along(gallery, item, members, secretary, now):
    turn = speaking.ask_turn(item, by=members[0], at=now)
    speaking.type_gist(item, words=f"{SECRET}를 말하다.", turn=turn, by=secretary, at=now)
    moved(item, members, now, text=f"{SECRET}를 산다.")
    assert SECRET in gallery()
    AgendaItem.objects.filter(pk=item.pk).update(disclosure="closed", closed_ground="협상")
    assert SECRET not in gallery()


def test_a_resident_follows_this_meeting_or_one_item_of_it(visit, gathering, items, resident):
    address = f"/meetings/{gathering.pk}/"
    told = visit(resident).get(address).text
    [(where, offers)] = [
        (where, fields["offer"]) for where, fields in forms(told).items() if "offer" in fields
    ]
    assert len(offers) == 2 + len(items)
    for offer in offers:
        assert presses(visit(resident), where, offer=offer, next=address).status_code == 302
    topics = set(Follow.objects.filter(person=resident).values_list("topic", flat=True))
    assert topics == {gathering.round.convener.topic, gathering.topic, *(item.topic for item in items)}
    assert len(words(visit(resident).get(address).text, ".item-follow button")) == len(items)


def test_the_minutes_are_linked_once_they_are_published(gallery, visit, gathering, member, now):
    minutes = Minutes.objects.create(meeting=gathering)
    link = f'href="/meetings/{gathering.pk}/minutes/"'
    assert link not in gallery()
    assert link in visit(member).get(f"/meetings/{gathering.pk}/").text
    Minutes.objects.filter(pk=minutes.pk).update(state="published", published_at=now)
    assert link in gallery()
