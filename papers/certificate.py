"""위촉장·임명장·감사장. One sheet that says to one person, with the seal of the office, what they now are."""

from papers.document import Block, Document, Paragraph, Seal, Spacer


def certificate(
    number: str,
    title: str,
    name: str,
    *,
    words: str,
    day: str,
    office: str,
    standing: str = "",
    seal: str = "직인",
) -> Document:
    """Its number at the left, its title wide in the middle, the name at the right, the office, its seal."""
    blocks: list[Block] = [
        Paragraph(number, align="left", size=12, after=0),
        Spacer(26),
        Paragraph(spaced(title), align="center", size=44, bold=True, tracking=40, after=0),
        Spacer(22),
        *([Paragraph(standing, align="right", size=16, after=1)] if standing else []),
        Paragraph(name, align="right", size=22, bold=True, after=0),
        Spacer(18),
        Paragraph(words, align="justify", size=18, after=0),
        Spacer(30),
        Paragraph(day, align="center", size=16, after=0),
        Spacer(16),
        Seal(office, seal, size=24, box=27),
    ]
    return Document(f"{title} {number} {name}", tuple(blocks), numbered=False, framed=True, kept_as=number)


def spaced(title: str) -> str:
    """A title as certificates write it: 위 촉 장; one with words of its own is left as it is."""
    return title if " " in title or len(title) > 4 else " ".join(title)
