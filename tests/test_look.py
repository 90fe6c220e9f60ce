"""The look stays one look: roles are readable, and nobody paints past them."""

import re
from itertools import product

import pytest

from tests.source import ROOT

SITE = ROOT / "static" / "site"
HEX = re.compile(r"#[0-9a-f]{3,8}\b", re.IGNORECASE)
PAIR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
TEXTS = ["ink", "ink-2", "ink-3", "acc", "seal", "ok", "warn", "bad"]
GROUNDS = ["paper", "card"]
MORE_PAIRS = [
    ("on-acc", "acc"),
    ("on-dark", "dark"),
    ("acc", "acc-soft"),
    ("ok", "ok-soft"),
    ("warn", "warn-soft"),
    ("bad", "bad-soft"),
    ("ink-2", "tag"),
    ("ink-3", "sunk"),
]


def palettes():
    """The roles in light and dark, and as they are in high contrast."""
    blocks = re.split(r"^\}", (SITE / "tokens.css").read_text(encoding="utf-8"), flags=re.MULTILINE)
    plain = next(block for block in blocks if "--paper" in block and "data-contrast" not in block)
    strong = next(block for block in blocks if ':root[data-contrast="more"]' in block)
    for name, blocks_of in (("plain", [plain]), ("strong", [plain, strong])):
        for mode in (0, 1):
            roles = {role: both[mode] for block in blocks_of for role, *both in PAIR.findall(block)}
            yield pytest.param(roles, 10 if name == "strong" else 4.5, id=f"{name}-{('light', 'dark')[mode]}")


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("roles", "least"), list(palettes()))
def test_every_text_can_be_read_on_every_ground(roles, least):
    for text, ground in [*product(TEXTS, GROUNDS), *MORE_PAIRS]:
        needed = least if ground in GROUNDS and text in TEXTS[:3] else 4.5
        found = contrast(roles[text], roles[ground])
        assert found >= needed, f"{text} on {ground}: {found:.1f}"


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.html")), ids=lambda path: path.name)
def test_templates_use_no_colour_and_nothing_inline(path):
    words = path.read_text(encoding="utf-8")
    assert not re.search(r"\s(style|on\w+)=", words)
    assert not re.search(r"<script(?![^>]*\bsrc=)", words)
    assert not [found for found in HEX.findall(words) if re.search(r"\d", found) and len(found) in {4, 7}]


@pytest.mark.parametrize(
    "path",
    [p for p in SITE.glob("*.css") if p.name not in {"tokens.css", "print.css"}],
    ids=lambda path: path.name,
)
def test_styles_take_their_colours_from_roles(path):
    assert not HEX.findall(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("pattern", "most"), [("*.css", 400), ("js/*.js", 250)])
def test_files_of_the_front_stay_short(pattern, most):
    for path in SITE.glob(pattern):
        assert len(path.read_text(encoding="utf-8").splitlines()) < most, path.name
