"""The end of J2: the minutes stand written, are corrected, signed by two, and read by everybody."""

import re
import shutil
import subprocess
from io import BytesIO

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from papers import hwpx
from tests.browser.chamber import (
    ANN,
    BEN,
    BETTER,
    CHAIR,
    CLOSED,
    GIST,
    GROUND,
    INSIDE_GIST,
    KEEPER,
    LINE,
    NINE,
    RENT,
    Sitting,
)
from tests.browser.conftest import DESK
from tests.browser.journey import SHOTS
from tests.browser.walk import shot


def the_minutes_are_ready_when_the_gavel_falls(sitting: Sitting) -> None:
    """산회: nine fields stand written; a member corrects one line, and every change is tracked."""
    chair, keeper, ann = sitting.chair, sitting.keeper, sitting.ann
    chair.locator("#acts").get_by_role("button", name="산회하기").click()
    chair.get_by_role("dialog").get_by_role("button", name="산회하기").click()
    for page in (sitting.gallery, ann, sitting.wall):
        expect(page.locator("[data-if=adjourned]").first).to_be_visible()
    keeper.goto(f"{sitting.place}minutes/")
    for field in NINE:
        expect(keeper.locator(".minutes-field h2", has_text=field)).to_have_count(1)
    expect(keeper.locator(".minutes-field .band.warn")).to_have_count(0)
    for words in (GIST, LINE, sitting.name(BEN), "수정가결", "개의"):
        expect(keeper.locator(".story")).to_contain_text(words)
    shot(keeper, "j2-12-minutes-1280")
    keeper.get_by_role("button", name="회의록 올리기").click()
    ann.goto(f"{sitting.place}minutes/")
    line = ann.locator(".minutes-lines li", has_text=GIST).first
    line.get_by_role("link", name=re.compile("정정")).click()
    ann.get_by_label("이렇게 고쳐 주세요").fill(f"{sitting.name(ANN)}: {BETTER}")
    ann.get_by_role("button", name="정정 요구하기").click()
    expect(ann.locator(".correction")).to_contain_text("살펴보는 중")
    shot(ann, "j2-13-correction-390")
    keeper.reload()
    expect(keeper.locator(".correction ins").first).to_be_visible()
    keeper.get_by_role("button", name="받아들이기", exact=True).click()
    expect(keeper.locator(".page-head")).to_contain_text("제2판")
    shot(keeper, "j2-13-tracked-1280")
    keeper.get_by_role("button", name="정정 기간 마치기").click()


def two_sign_and_everybody_reads(sitting: Sitting, visitor) -> None:
    """Each with the six digits of an app; a wrong one signs nothing; what is closed stays inside."""
    chair, keeper = sitting.chair, sitting.keeper
    chair.goto(f"{sitting.place}minutes/")
    chair.get_by_label("인증 앱의 숫자 6자리").fill("000000")
    chair.get_by_role("button", name="서명하기").click()
    expect(chair.get_by_role("alert").first).to_be_visible()
    for login, page in ((CHAIR, chair), (KEEPER, keeper)):
        page.goto(f"{sitting.place}minutes/")
        page.get_by_label("인증 앱의 숫자 6자리").fill(sitting.chamber.code(login))
        page.get_by_role("button", name="서명하기").click()
        expect(page.locator(".signed")).to_contain_text("위원장" if login == CHAIR else "간사")
    shot(keeper, "j2-14-signed-1280")
    keeper.get_by_role("button", name="회의록 공개하기").click()
    reader = visitor(DESK)
    reader.goto(f"{sitting.place}minutes/")
    for words in (BETTER, LINE, "수정가결", GROUND):
        expect(reader.locator(".minutes-paper")).to_contain_text(words)
    shot(reader, "j2-15-public-1280")
    inside = [CLOSED, RENT, INSIDE_GIST]
    assert not [secret for secret in inside if secret in reader.content()]
    files = {form: the_paper(reader, form) for form in ("HWPX", "PDF")}
    for words in files.values():
        assert not [secret for secret in inside if flat(secret) in words]
        assert not [told for told in (BETTER, LINE, GROUND) if flat(told) not in words]
    assert flat(CLOSED) in the_paper(keeper, "HWPX")


def flat(words: str) -> str:
    """Without the spaces at which lines end."""
    return re.sub(r"\s", "", words)


def the_paper(reader: Page, form: str) -> str:
    """The same words as a file: the one opened by the validator, the other page by page as pictures."""
    with reader.expect_download() as told:
        reader.get_by_role("link", name=form, exact=True).click()
    content = told.value.path().read_bytes()
    if form == "HWPX":
        assert hwpx.check(content) == []
        return flat(hwpx.read(content))
    pages = PdfReader(BytesIO(content)).pages
    if program := shutil.which("gs"):
        picture = SHOTS / "j2-16-minutes-%d.png"
        command = [program, "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=png16m", "-r80"]
        subprocess.run([*command, f"-sOutputFile={picture}", told.value.path()], check=True, timeout=60)
    return flat("".join(page.extract_text() for page in pages))
