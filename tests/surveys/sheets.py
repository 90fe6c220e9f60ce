"""What is asked in the tests, and answers that fit."""

from dataclasses import replace
from uuid import UUID, uuid4

from surveys.actions import Choice, Draft, answer_survey
from tests.cast import NOON

WHERE, WHAT, SAFE, WORDS = (UUID(int=n) for n in (1, 2, 3, 4))
ALLEY, PARK, SCHOOL = (UUID(int=n) for n in (11, 12, 13))
LAMP, CAMERA, MIRROR = (UUID(int=n) for n in (21, 22, 23))
ITEMS = [
    Draft(
        key=WHERE,
        kind="single",
        text="어디가 가장 어둡습니까?",
        required=True,
        options=[Choice(ALLEY, "골목길"), Choice(PARK, "공원"), Choice(SCHOOL, "학교 앞")],
    ),
    Draft(
        key=WHAT,
        kind="multiple",
        text="무엇이 먼저입니까?",
        most=2,
        options=[Choice(LAMP, "가로등"), Choice(CAMERA, "CCTV"), Choice(MIRROR, "반사경")],
    ),
    Draft(
        key=SAFE, kind="scale", text="밤길이 얼마나 안전합니까?", low="매우 불안", high="매우 안전", steps=5
    ),
    Draft(key=WORDS, kind="free", text="하실 말씀을 적어 주세요.", hint="장소를 적어 주시면 좋습니다."),
]


def told(**otherwise):
    """Answers to all four, or to some: told(where=PARK, safe=None)."""
    answers = {
        "where": str(ALLEY),
        "what": [str(LAMP), str(CAMERA)],
        "safe": 2,
        "words": "역 뒤가 어둡습니다.",
    }
    names = {"where": WHERE, "what": WHAT, "safe": SAFE, "words": WORDS}
    answers |= {name: str(value) if isinstance(value, UUID) else value for name, value in otherwise.items()}
    return {str(names[name]): value for name, value in answers.items()}


def answer(survey, by, at=NOON, ref=None, **otherwise):
    return answer_survey(survey, by=by, answers=told(**otherwise), at=at, ref=ref or uuid4())


def items_with(key, **otherwise):
    """The four items, one of them with other words."""
    return [replace(item, **otherwise) if item.key == key else item for item in ITEMS]
