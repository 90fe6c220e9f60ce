"""A call that is open while the test runs, and somebody who would sit."""

from datetime import timedelta

from committees.actions import calls
from district.dates import day
from district.models import Consent

MOTIVE = "골목의 밤길을 이웃과 함께 밝히고 싶습니다."


def consent_to(at, version="2026-07-01"):
    """The words to which whoever applies agrees."""
    return Consent.objects.create(
        kind="application", version=version, title="위원 지원에 관한 개인정보 수집·이용",
        in_force_from=day(at) - timedelta(days=30), url="/application-consent/",
    )  # fmt: skip


def open_call(body, at, **more):
    """Published a week ago, open for another one."""
    said = {
        "title": "제4기 협치회의 위원 공개모집", "places": 5, "opens_at": at - timedelta(days=7),
        "closes_at": at + timedelta(days=7), "starts_on": day(at) + timedelta(days=30),
        "by": None, "at": at - timedelta(days=8),
    }  # fmt: skip
    call = calls.plan_call(body, **said | more)
    return calls.publish_call(call, by=None, at=at - timedelta(days=8))


def form(consent, **more):
    """What a browser sends."""
    return {"motive": MOTIVE, "consent": str(consent.pk), **more}
