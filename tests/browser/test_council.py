"""Journey J2, steps 1 to 5, in real browsers: from the agenda page to the minutes that everybody reads."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chamber import (
    AMENDMENT,
    ANN,
    BEN,
    CHAIR,
    CLOSED,
    DECISION,
    ELECTION,
    GIST,
    INSIDE_GIST,
    KEEPER,
    LATE,
    LINE,
    MOTION,
    ON_PAPER,
    RENT,
    REPORT,
    RESIDENT,
    SECOND_REPORT,
    TITLE,
    Chamber,
    Sitting,
    tap,
)
from tests.browser.conftest import DESK, TELEPHONE
from tests.browser.drafting import the_agenda_is_written_and_passed
from tests.browser.recording import the_minutes_are_ready_when_the_gavel_falls, two_sign_and_everybody_reads
from tests.browser.test_meeting import on_floor
from tests.browser.walk import shot, told_how_long


@pytest.mark.long  # six windows on two cores take a minute and a half
def test_a_sitting_from_its_agenda_to_its_minutes(chamber, visitor, capsys):
    with told_how_long(capsys, "J2, from the agenda page to the minutes, five browsers and the wall"):
        place = the_agenda_is_written_and_passed(chamber, visitor)
        sitting = members_are_told_and_everybody_opens_their_page(chamber, visitor, place)
        they_come_by_link_by_code_and_by_the_roll(sitting)
        the_chair_opens_and_a_member_speaks(sitting)
        one_keeps_out_and_the_count_moves(sitting)
        what_mends_is_voted_first(sitting)
        names_are_called_and_the_sum_stands_everywhere(sitting)
        a_closed_item_empties_the_gallery(sitting, capsys)
        a_secret_vote_shows_how_many_and_no_more(sitting, visitor)
        the_minutes_are_ready_when_the_gavel_falls(sitting)
        two_sign_and_everybody_reads(sitting, visitor)


# ── 2 ──


def members_are_told_and_everybody_opens_their_page(chamber: Chamber, visitor, place: str) -> Sitting:
    """Ann has a letter with a receipt, says that she comes, and stands on the floor; so do the others."""
    ann, ben = (chamber.seat(visitor(TELEPHONE), login) for login in (ANN, BEN))
    chair, keeper = (chamber.seat(visitor(DESK), login) for login in (CHAIR, KEEPER))
    gallery = chamber.seat(visitor(DESK), RESIDENT)
    ann.goto("/me/letters/")
    ann.get_by_role("link", name=re.compile(rf"{TITLE} 소집 통지")).click()
    expect(ann.get_by_text(DECISION)).to_be_visible()
    assert CLOSED not in ann.content()
    shot(ann, "j2-2-letter-390")
    ann.goto(f"{place}floor/")
    ann.get_by_label("참석", exact=True).check()
    ann.get_by_role("button", name="회신 보내기").click()
    expect(ann.get_by_role("button", name="회신 고치기")).to_be_visible()
    shot(ann, "j2-3-reply-390")
    wall = keeper.context.new_page()
    wall.set_viewport_size({"width": 1920, "height": 1080})
    sitting = Sitting(chamber, place, chair, keeper, ann, ben, gallery, wall)
    for page, address in (
        (chair, "floor/"), (ben, "floor/"), (gallery, ""), (wall, "screen/"),
    ):  # fmt: skip
        page.goto(place + address)
    the_secretary_adds_an_item(sitting)
    return sitting


def the_secretary_adds_an_item(sitting: Sitting) -> None:
    """After the notice, with a reason: an election, below what the page has."""
    keeper = sitting.keeper
    keeper.goto(f"{sitting.place}floor/")
    expect(keeper.locator(".rsvp-names")).to_contain_text(sitting.name(ANN))
    keeper.goto(f"{sitting.place}console/")
    keeper.get_by_text("안건 더하기", exact=True).click()
    keeper.get_by_label("갈래", exact=True).select_option(label="의결")
    keeper.get_by_label("제목", exact=True).fill(ELECTION)
    keeper.get_by_label("통지한 뒤에 더하는 까닭").fill("간사위원의 자리가 비어 있습니다.")
    keeper.get_by_role("button", name="의사일정에 더하기").click()
    expect(keeper.locator("#rail")).to_contain_text(ELECTION)


def they_come_by_link_by_code_and_by_the_roll(sitting: Sitting) -> None:
    """Two by the line, one by the code on the wall, three by the secretary's pen: six of ten."""
    sitting.counts("재적 10 · 출석 0 · 의사정족수 6 · 6명 모자람")
    expect(sitting.wall.locator("#qr svg")).to_be_visible()
    for page in (sitting.chair, sitting.ann):
        page.locator(".check-in button").click()
    code = sitting.keeper.request.get(f"{sitting.place}door-code/").json()["check_in_url"]
    sitting.ben.goto(code)
    sitting.ben.get_by_role("button", name="출석하기").click()
    sitting.ben.goto(f"{sitting.place}floor/")
    sitting.counts("재적 10 · 출석 3 · 의사정족수 6 · 3명 모자람")
    for login in ON_PAPER:
        sitting.keeper.get_by_role("button", name=f"{sitting.name(login)} 출석 적기").click()
    sitting.counts("재적 10 · 출석 6 · 의사정족수 6 충족")
    shot(sitting.wall, "j2-4-quorum-1920")


# ── 3 ──


def the_chair_opens_and_a_member_speaks(sitting: Sitting) -> None:
    """From the chair's desk; whoever asks is given the floor, and those at home read what is said."""
    chair, keeper, ann = sitting.chair, sitting.keeper, sitting.ann
    chair.goto(f"{sitting.place}chair/")
    expect(chair.locator("#script")).to_contain_text("6명이 출석하여 성원이 되었으므로")
    tap(chair, "#acts", "개의")
    for label, title in (("보고 1항", REPORT), ("보고 2항", SECOND_REPORT)):
        sitting.take_up(label)
        sitting.on_floor(title)
    ann.get_by_role("button", name="발언 신청", exact=True).click()
    expect(ann.get_by_role("button", name="발언 신청 취소")).to_be_visible()
    chair.get_by_role("button", name=f"{sitting.name(ANN)} 발언 드리기").click()
    expect(ann.locator("#speak .my-turn")).to_be_visible()
    expect(sitting.wall.locator("#speaker")).to_contain_text(sitting.name(ANN))
    type_gist(keeper, GIST)
    expect(sitting.gallery.locator("#gists")).to_contain_text(GIST)
    shot(ann, "j2-5-speaking-390")
    shot(sitting.wall, "j2-5-speaker-1920")
    shot(sitting.gallery, "j2-5-subtitles-1280")
    chair.get_by_role("button", name=f"{sitting.name(ANN)} 발언 마침").click()
    expect(ann.locator("#speak .my-turn")).to_be_hidden()


def type_gist(keeper: Page, words: str) -> None:
    """What is said, as the secretary writes it: the form takes nothing until it is that of this item."""
    expect(keeper.locator("#gist-place")).not_to_have_attribute("inert", "")
    field = keeper.get_by_role("textbox", name="발언 요지", exact=True)
    field.fill(words)
    field.press("Enter")
    expect(keeper.locator("#gist-list")).to_contain_text(words)


def one_keeps_out_and_the_count_moves(sitting: Sitting) -> None:
    """회피 by telephone: of this item nine sit and five are there; then somebody comes."""
    ben = sitting.ben
    sitting.take_up("의결 1항")
    sitting.on_floor(DECISION)
    ben.get_by_role("button", name="제척·기피·회피 신청").click()
    dialog = ben.get_by_role("dialog")
    dialog.get_by_label("제가 빠집니다 (회피)").check()
    dialog.get_by_label("까닭").fill("쉼터로 쓸 건물이 저희 집입니다.")
    shot(ben, "j2-6-recuse-390")
    dialog.get_by_role("button", name="신청하기").click()
    sitting.counts("재적 9 · 출석 5 · 의사정족수 5 충족 · 제척·기피·회피 1")
    expect(sitting.gallery.locator("body")).to_contain_text(f"{sitting.name(BEN)}")
    assert "저희 집입니다" not in sitting.gallery.content()
    sitting.keeper.get_by_role("button", name=f"{sitting.name(LATE)} 출석 적기").click()
    sitting.counts("재적 9 · 출석 6 · 의사정족수 5 충족 · 제척·기피·회피 1")
    shot(sitting.keeper, "j2-6-recused-1280")


# ── 4 ──


def what_mends_is_voted_first(sitting: Sitting) -> None:
    """Ann moves, another seconds on paper; somebody mends it, Ann seconds, and that is put before."""
    ann, keeper, chair = sitting.ann, sitting.keeper, sitting.chair
    ann.get_by_role("button", name="동의 내기", exact=True).first.click()
    dialog = ann.get_by_role("dialog")
    dialog.get_by_label("동의: 이 안건을 이렇게 정하자").check()
    dialog.get_by_label("내용").fill(MOTION)
    dialog.get_by_role("button", name="동의 내기").click()
    second_on_paper(keeper, sitting.name(ON_PAPER[0]), "동의 1")
    move_on_paper(keeper, sitting.name(ON_PAPER[1]))
    ann.get_by_role("button", name=re.compile("재청하기.*수정동의 2")).click()
    expect(sitting.gallery.locator("#stage-motion")).to_contain_text(AMENDMENT)
    put = chair.locator("#motion-list > li").first
    expect(put).to_contain_text("수정동의 2")
    expect(
        chair.locator("#motion-list > li").nth(1).get_by_role("button", name="표결에 부치기")
    ).to_have_count(0)
    shot(chair, "j2-7-mend-first-1280")
    put.get_by_role("radio", name="거수", exact=True).check()
    for label, n in (("찬성", 5), ("반대", 1), ("기권", 0)):
        put.get_by_label(label).fill(str(n))
    put.get_by_role("button", name="표결에 부치기").click()
    line = "출석 6 · 찬성 5 · 반대 1 · 기권 0 → 가결: 출석 과반수 4 필요"
    for page in (sitting.gallery, ann, keeper, chair):
        expect(page.locator(".tally-line", has_text=line).first).to_be_visible()
    expect(sitting.wall.locator("#tally")).to_have_text(line)
    expect(sitting.wall.locator("#verdict")).to_have_text("가결")
    shot(ann, "j2-7-amended-390")


def second_on_paper(keeper: Page, name: str, label: str) -> None:
    """재청 in the hall, as the secretary hears it."""
    row = keeper.locator("#motion-list > li", has_text=label).first
    row.get_by_label(re.compile("재청한 위원")).select_option(label=name)
    row.get_by_role("button", name="재청 적기").click()
    expect(row.get_by_text("재청을 기다림")).to_have_count(0)


def move_on_paper(keeper: Page, name: str) -> None:
    """수정동의 in the hall."""
    keeper.locator("#new-motion summary").click()
    form = keeper.locator("#new-motion form")
    form.get_by_role("radio", name="수정동의", exact=True).check()
    form.get_by_label("낸 위원").select_option(label=name)
    form.get_by_label("고칠 동의 (수정동의일 때)").select_option(index=1)
    form.get_by_label("내용").fill(AMENDMENT)
    form.get_by_role("button", name="동의 적기").click()
    expect(keeper.locator("#motion-list > li")).to_have_count(2)


def names_are_called_and_the_sum_stands_everywhere(sitting: Sitting) -> None:
    """Ann by her telephone, who thinks better of it; the others by name; whoever keeps out is not asked."""
    ann, keeper, chair = sitting.ann, sitting.keeper, sitting.chair
    put = chair.locator("#motion-list > li").first
    expect(put).to_contain_text("동의 1")
    put.get_by_role("radio", name="호명", exact=True).check()
    put.get_by_role("button", name="표결에 부치기").click()
    for choice, taken in (("반대", "반대로 투표했습니다."), ("찬성", "찬성으로 투표했습니다.")):
        tap(ann, "#ballots", choice)
        expect(ann.locator("#ballots").get_by_text(taken)).to_be_visible()
    expect(sitting.ben.locator("#ballots .ballot")).to_have_count(0)
    shot(ann, "j2-8-ballot-390")
    said = {CHAIR: "찬성", ON_PAPER[0]: "찬성", ON_PAPER[1]: "찬성", ON_PAPER[2]: "기권", LATE: "반대"}
    for login, choice in said.items():
        call(keeper, sitting.name(login), choice)
    expect(sitting.wall.locator("#vote")).to_contain_text("6 / 6")
    shot(keeper, "j2-8-calling-1280")
    shot(sitting.wall, "j2-8-roll-call-1920")
    close(chair)
    for page in (sitting.gallery, ann, sitting.ben, keeper, chair):
        expect(page.locator(".tally-line", has_text=LINE).first).to_be_visible()
    expect(sitting.wall.locator("#tally")).to_have_text(LINE)
    shot(sitting.wall, "j2-9-result-1920")
    shot(sitting.gallery, "j2-9-result-1280")
    expect(keeper.locator("#record-text")).to_have_value(re.compile(AMENDMENT))
    keeper.locator(".record").get_by_role("button", name="의결 기록하기").click()
    expect(sitting.gallery.locator(".agenda-item.live")).to_contain_text("수정가결")


def call(keeper: Page, name: str, choice: str) -> None:
    """One name, one answer."""
    calling = keeper.locator("#calling")
    tile = calling.locator(".call-tile", has_text=name)
    tile.locator("label").click()
    calling.get_by_role("button", name=re.compile(f"^{choice}")).click()
    expect(tile).not_to_have_class(re.compile("waiting"))


def close(chair: Page) -> None:
    """마침, after a question that cannot be overlooked."""
    tap(chair, "#acts", "표결 마치기")
    chair.get_by_role("dialog").get_by_role("button", name="표결 마치기").click()


# ── a closed item, and a secret vote ──


def a_closed_item_empties_the_gallery(sitting: Sitting, capsys) -> None:
    """The words go from every page of those outside, and come to none of them; members read on."""
    began = time.monotonic()
    sitting.take_up("심의 1항")
    expect(sitting.gallery.locator(".now-place .inside")).to_be_visible()
    with capsys.disabled():
        print(f"\n  [the gallery is empty after {time.monotonic() - began:.2f} s]")
    expect(sitting.wall.locator("[data-if=inside]")).to_be_visible()
    on_floor(sitting.ann, CLOSED)
    on_floor(sitting.keeper, CLOSED)
    type_gist(sitting.keeper, INSIDE_GIST)
    put = sitting.chair.locator("form.put").first
    put.get_by_role("radio", name="이의 없음", exact=True).check()
    put.get_by_role("button", name="표결에 부치기").click()
    sitting.keeper.locator(".record").get_by_role("button", name="의결 기록하기").click()
    shot(sitting.gallery, "j2-10-inside-1280")
    heard = [page.content() for page in (sitting.gallery, sitting.wall)]
    heard.append(sitting.gallery.request.get(sitting.place).text())
    for words in heard:
        assert not [secret for secret in (CLOSED, RENT, INSIDE_GIST) if secret in words]


def a_secret_vote_shows_how_many_and_no_more(sitting: Sitting, visitor) -> None:
    """An election: each alone with the ballot; until the close nobody reads more than how many."""
    chair, ann, ben = sitting.chair, sitting.ann, sitting.ben
    sitting.take_up("의결 2항")
    sitting.on_floor(ELECTION)
    chair.locator("#new-election summary").click()
    form = chair.locator("#new-election form")
    for login in ON_PAPER[:2]:
        form.get_by_label(sitting.name(login)).check()
    form.get_by_role("button", name="선거 열기").click()
    for page in (ann, ben):
        page.locator("#ballots").get_by_label(sitting.name(ON_PAPER[0])).check()
        tap(page, "#ballots", "투표하기")
        expect(page.locator("#receipt-number")).to_have_text(re.compile("^[0-9a-f ]{32,}$"))
    shot(ann, "j2-11-receipt-390")
    for login in (CHAIR, *ON_PAPER[:2]):
        cast_in_secret(sitting, visitor, login)
    for page in (sitting.gallery, sitting.wall, sitting.keeper):
        expect(page.get_by_text(re.compile(r"5\s*/\s*7")).first).to_be_visible()
        assert not re.search(
            r"찬성\s*\d", page.locator("[data-vote].running, #vote, #voting").first.inner_text()
        )
    shot(sitting.wall, "j2-11-secret-1920")
    close(chair)
    line = "출석 7 · 투표 5 · 기권 0 · 불참 2 → 당선: 출석 과반수 4 필요"
    for page in (sitting.gallery, ann, sitting.keeper, chair):
        expect(page.locator(".tally-line", has_text=line).first).to_be_visible()
    shot(sitting.gallery, "j2-11-elected-1280")


def cast_in_secret(sitting: Sitting, visitor, login: str) -> None:
    """Somebody on a telephone of their own that knows no JavaScript."""
    page = sitting.chamber.seat(visitor(TELEPHONE, java_script_enabled=False), login)
    page.goto(f"{sitting.place}floor/")
    page.locator("#ballots").get_by_label(sitting.name(ON_PAPER[0])).check()
    page.locator("#ballots").get_by_role("button", name="투표하기").click()
    expect(page.get_by_text("투표했습니다.").first).to_be_visible()
    page.close()
