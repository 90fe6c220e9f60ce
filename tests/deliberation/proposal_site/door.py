"""What comes back from the door for people, and where it leads."""

from urllib.parse import parse_qs, unquote, urlsplit

from django.db import connection as database
from django.test.utils import CaptureQueriesContext

NEW = "/proposals/new/"
WORDS = {"title": "역 앞 자전거 거치대", "body": "두 단으로 바꾸어 주세요.", "category": "traffic"}


def shown(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[:500]
    return answer.content.decode()


def goes_to(answer):
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return unquote(answer.headers["Location"])


def next_of(answer):
    return parse_qs(urlsplit(answer.headers["Location"]).query)["next"][0]


def sheet_of(draft):
    return f"/proposals/drafts/{draft.key}/"


def told(client, url):
    """The sentences that the next page says, and whether it is there at all."""
    return shown(client.get(url))


def statements(client, url):
    with CaptureQueriesContext(database) as asked:
        shown(client.get(url))
    return len(asked)
