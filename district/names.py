"""Names as the public may see them: 홍*동."""

MASK = "*"


def masked(name: str) -> str:
    """Hide the middle of a name, so that neighbours may guess and strangers cannot."""
    # 남궁 민수 and James Smith alike keep only the edges of each written part.
    return " ".join(_masked_part(part) for part in name.split())


def _masked_part(part: str) -> str:
    if len(part) <= 1:
        return MASK if part else ""
    if len(part) == 2:
        return part[0] + MASK
    if len(part) == 4 and _is_hangul(part):
        return part[:2] + MASK + part[3]
    return part[0] + MASK * (len(part) - 2) + part[-1]


def _is_hangul(part: str) -> bool:
    return all("가" <= letter <= "힣" for letter in part)
