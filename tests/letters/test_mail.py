"""What a mail says, and how one has no more of it."""

import email.policy
import re
from email.utils import parseaddr

import pytest
from django.core import mail

from district.models import District
from letters import actions
from letters.models import Follow, Letter
from letters.stopping import stop_token
from tests.cast import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def news(gu, resident, wish, worker):
    """What a follower got."""
    wish(resident)
    actions.tell(
        "body/3/news",
        title="새 안건을 올렸습니다",
        url="/meetings/12/",
        topic="body/3",
        bundle=False,
        at=NOON,
    )
    worker()
    return mail.outbox[-1]


def stop_link(sent):
    return re.search(r"http://\S+(/letters/stop/\S+/)", sent.body)[1]


def test_a_notice_says_who_what_and_when_with_one_link_to_where_one_confirms(notice, resident, worker):
    worker()
    sent = next(each for each in mail.outbox if each.to == [resident.email])
    letter = Letter.objects.get(person=resident, road="screen")
    assert sent.subject == "[관악구] 협치회의 제3차 정기회의를 알려 드립니다"
    assert parseaddr(sent.from_email)[0] == "온라인관악청"
    for said in ("서울특별시 관악구", notice.title, notice.words, "2026. 11. 24.(화) 12:00"):
        assert said in sent.body
    assert f"http://127.0.0.1:8000/letters/{letter.key}/" in sent.body
    assert "/meetings/12/" not in sent.body


def test_a_duty_has_no_button_to_stop_and_says_why(notice, worker):
    worker()
    for sent in mail.outbox:
        assert "List-Unsubscribe" not in sent.extra_headers
        assert "꼭 알려 드려야" in sent.body
        assert "/letters/stop/" not in sent.body + sent.alternatives[0].content


def test_news_of_what_is_followed_links_to_it_and_stops_by_one_press(news):
    assert "http://127.0.0.1:8000/meetings/12/" in news.body
    assert "협치회의 소식을 받기로 하셔서" in news.body
    assert news.extra_headers["List-Unsubscribe"] == f"<http://127.0.0.1:8000{stop_link(news)}>"
    assert news.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_button_of_mail_programs_leaves_the_house_in_one_piece_and_the_words_as_they_are(news):
    sent = news.message(policy=email.policy.SMTP).as_bytes().decode()
    assert f"\r\nList-Unsubscribe: <http://127.0.0.1:8000{stop_link(news)}>\r\n" in sent
    assert "새 안건을 올렸습니다" in sent
    assert max(len(line.encode()) for line in sent.splitlines()) < 998


def test_the_sender_is_the_district_that_stands_in_its_row(gu, resident, worker):
    District.objects.update(name="중구", full_name="", site_name="온라인중구청")
    actions.tell("소식", title="알림", url="/", people=[resident], bundle=False, at=NOON)
    worker()
    assert parseaddr(mail.outbox[0].from_email)[0] == "온라인중구청"
    assert mail.outbox[0].subject == "[중구] 알림"
    assert "관악" not in mail.outbox[0].body.replace("gwanak", "")


@pytest.mark.parametrize("letters", [1, 12])
def test_a_subject_is_at_most_sixty_letters_and_one_line(gu, resident, worker, letters):
    for n in range(letters):
        actions.tell(
            f"{n}",
            title="협치회의\r\nBcc: all@x.example " * 9,
            url="/",
            people=[resident],
            bundle=False,
            at=NOON,
        )
    worker()
    [sent] = mail.outbox
    assert len(sent.subject) <= 60
    assert "\n" not in sent.subject
    assert sent.recipients() == [resident.email]


def test_what_is_told_is_no_markup_in_a_mail(gu, resident, worker):
    actions.tell(
        "소식",
        title="<b>굵게</b>",
        words="<script>x</script>",
        url="/",
        people=[resident],
        bundle=False,
        at=NOON,
    )
    worker()
    assert "<script>" not in mail.outbox[0].alternatives[0].content
    assert "<b>굵게</b>" in mail.outbox[0].body


def test_a_mail_program_stops_it_by_one_post_without_signing_in(news, visit):
    client = visit(enforce_csrf_checks=True)
    address = stop_link(news)
    assert Follow.objects.standing().exists()
    shown = client.get(address)
    assert "협치회의" in shown.content.decode()
    assert Follow.objects.standing().exists()
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Follow.objects.standing().exists()
    assert client.post(address).status_code == 200


def test_an_old_mail_stops_a_newer_wish_for_the_same_topic_too_and_no_other(
    news, wish, resident, neighbour, visit
):
    actions.unfollow(Follow.objects.get(), at=NOON)
    wish(resident)
    wish(resident, topic="body/4")
    wish(neighbour)
    visit().post(stop_link(news))
    assert set(Follow.objects.standing().values_list("person", "topic")) == {
        (resident.pk, "body/4"),
        (neighbour.pk, "body/3"),
    }


@pytest.mark.parametrize("token", ["x", "WzEsWyJib2R5LzMiXV0:1abc:forged", "a" * 3000, "%00", "가나다"])
def test_a_forged_link_stops_nothing(news, visit, token):
    for method in ("get", "post"):
        assert getattr(visit(), method)(f"/letters/stop/{token}/").status_code == 404
    assert Follow.objects.standing().exists()


def test_a_seal_for_something_else_is_no_link(news, visit, resident):
    from django.core import signing

    other = signing.dumps([resident.pk, ["body/3"]], salt="another")
    assert visit().post(f"/letters/stop/{other}/").status_code == 404
    assert visit().post(f"/letters/stop/{stop_token(resident, ['body/3'])}/").status_code == 200
