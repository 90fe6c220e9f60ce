"""The page of a pledge as somebody reads it, and a body whose rounds are counted."""

import html
import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from committees.models import Body, BodyRule, Meeting, Round

SEOUL = ZoneInfo("Asia/Seoul")


def counted_body(department):
    """Rounds count with it, and fifteen were held in the first year and a half."""
    body = Body.objects.create(
        kind_id="council",
        name="혁신·협치위원회",
        short_name="혁신·협치위원회",
        slug="inno",
        department=department,
    )
    BodyRule.objects.create(body=body, valid_from=date(2022, 1, 1), counting_unit="round", source="조례")
    for n in range(15):
        meet(body, n + 1, date(2022, 9, 1) + n * timedelta(days=30))
    return body


def meet(body, ordinal, on):
    """A round of one meeting, adjourned on that day."""
    held = Round.objects.create(convener=body, kind="plenary", year=on.year, ordinal=ordinal)
    at = datetime(on.year, on.month, on.day, 14, tzinfo=SEOUL)
    meeting = Meeting.objects.create(
        round=held, starts_at=at, place="대강당", mode="in_person", state="adjourned", adjourned_at=at
    )
    meeting.bodies.add(body)
    return meeting


def page(visit, pledge, part="", person=None, **asked):
    return visit(person).get(f"{pledge.get_absolute_url()}{part}", asked)


def words(answer):
    """What somebody reads, in one line."""
    bare = re.sub(r"(?s)<(script|template|svg).*?</\1>", " ", answer.content.decode())
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", bare)).split())


def figures(answer):
    """Every dotted figure by its key, as it is shown."""
    return dict(
        re.findall(r'data-figure="([^"]+)" data-name="[^"]*" data-shown="([^"]*)"', answer.content.decode())
    )
