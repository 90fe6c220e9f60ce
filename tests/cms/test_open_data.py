"""What anybody may take home and count again: the public set, in every form, and nothing besides."""

import csv
import json
import re
from datetime import date, timedelta
from io import BytesIO, StringIO
from uuid import uuid4

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.views.opendata import DATASETS
from deliberation.actions import post_comment
from deliberation.models import Category, Proposal, Question, Thread
from district.models import Administration
from papers.sheet import uncarried, unstill
from pledges.models import CardForm
from referrals.actions import approve, refer, submit, write_reply
from referrals.models import Referral
from tests.cast import BEGINNING, verified
from tests.pledges.sheets import SIX_TWO, did, lay

pytestmark = pytest.mark.django_db
NAMES = sorted(DATASETS)


@pytest.fixture
def said(asked, now, dong):
    """A word under an open question, by somebody with a name."""
    speaker = verified("speaker", dong, nickname="", name="남궁민수")
    return post_comment(asked.question.thread, by=speaker, body="가로등이 필요합니다.", at=now, ref=uuid4())


@pytest.fixture
def proposed(policy, department, dong, now):
    """Ask for a published proposal: proposed(title="…", veiled_at=…)."""
    category = Category.objects.create(code="road", label="도로", department=department, source="시험")
    author = verified("proposes", dong, nickname="골목대장", name="황보석")

    def propose(**facts):
        thread = Thread.objects.create(opens_at=now, closes_at=now + timedelta(days=30))
        told = {
            "title": "=골목 조명", "body": "일곱 곳을 바꿉시다 😀", "author": author, "category": category,
            "neighborhood": dong, "policy": policy, "thread": thread, "drafted_at": now, "saved_at": now,
            "published_at": now, "collects_until": now + timedelta(days=30),
        }  # fmt: skip
        return Proposal.objects.create(**told | facts)

    return propose


@pytest.fixture
def promised(department):
    """A published pledge with something in each of its tables."""
    form = CardForm.objects.get(code="gwanak")
    told = {"form": form, "status": form.statuses.get(code="kept"), "department": department}
    eighth = Administration.objects.get_or_create(
        start=BEGINNING, defaults={"name": "민선8기", "end": date(2026, 6, 30)}
    )[0]
    pledge = lay(eighth, "6-2", **SIX_TWO, **told)
    did(pledge, "2023. 5. 2.")
    return pledge


@pytest.fixture
def answer(officer, head, director, now):
    """Let a department answer a question: answer(question)."""

    def answered(question, department, words="=SUM(A1) 일곱 곳을 바꿉니다."):
        referral = refer(
            kind="question", label="질문", title=question.title, url=question.get_absolute_url(),
            department=department, room=question.thread.room, topic=question.letter_topic, by=None, at=now,
        )  # fmt: skip
        Question.objects.filter(pk=question.pk).update(referral=referral)
        reply = write_reply(referral, by=officer, at=now, words=words)
        submit(reply, by=officer, at=now)
        for hand in (head, director):
            reply.refresh_from_db()
            approve(reply, by=hand, at=now)
        return Referral.objects.get(pk=referral.pk)

    return answered


def fetched(visit, name, person=None, **asked):
    response = visit(person).get(f"/data/{name}/", asked)
    assert response.status_code == 200
    return response, b"".join(response.streaming_content)


def table(visit, name, enc="utf-8-sig"):
    """The rows of a CSV by their column, as a program reads them."""
    _response, raw = fetched(visit, name, enc=enc)
    head, *rows = csv.reader(StringIO(raw.decode(enc), newline=""))
    names = [column.name for column in DATASETS[name].columns]
    assert len(head) == len(names)
    return [dict(zip(names, [uncarried(unstill(cell)) for cell in row], strict=True)) for row in rows]


def test_a_question_says_how_many_people_and_no_one_s_name(visit, said, asked, editor):
    (row,) = table(visit, "questions")
    assert (row["title"], row["voices"], row["comments"]) == (asked.title, "1", "1")
    assert (row["status"], row["status_label"]) == ("open", "진행 중")
    assert row["url"] == f"/questions/{asked.question.pk}/"
    for form in ("csv", "json"):
        raw = fetched(visit, "questions", format=form)[1].decode("utf-8-sig")
        assert "남궁" not in raw
        assert "가로등이 필요합니다" not in raw


def test_a_proposer_is_a_masked_name_and_a_dong(visit, proposed, dong):
    (row,) = (proposed(), table(visit, "proposals"))[1]
    assert (row["proposer"], row["dong"], row["category"]) == ("황*석", dong.name, "도로")
    assert (row["title"], row["body"]) == ("=골목 조명", "일곱 곳을 바꿉시다 😀")
    raw = fetched(visit, "proposals", format="json")[1].decode()
    assert "황보석" not in raw
    assert "골목대장" not in raw  # by a nickname they could be found again under comments
    assert "@gwanak.example" not in raw


def test_of_a_veiled_proposal_only_title_and_outcome_leave(visit, proposed, now):
    proposed(veiled_at=now)
    (row,) = table(visit, "proposals")
    assert row["title"] == "=골목 조명"
    assert row["veiled"] == "1"
    closed = ("body", "proposer", "dong", "category", "tags")
    assert {name: row[name] for name in closed} == dict.fromkeys(closed, "")


def test_a_draft_is_nobody_s_to_have(visit, proposed, now):
    proposed(published_at=None, thread=None, policy=None, collects_until=None)
    assert table(visit, "proposals") == []


def test_an_answer_stands_with_its_days_and_drafts_do_not(visit, asked, answer, officer, department, now):
    referral = answer(asked.question, department)
    waiting = refer(
        kind="question", label="질문", title="둘째", url="/", department=department, by=None, at=now
    )
    write_reply(waiting, by=officer, at=now, words="아직 아무도 모르는 초안")
    (row,) = table(visit, "answers")
    assert (row["id"], row["words"]) == (str(referral.key), "=SUM(A1) 일곱 곳을 바꿉니다.")
    assert row["due_on"] == referral.due().isoformat()
    assert row["asked_on"] == row["published_on"] == timezone.localdate(now).isoformat()
    for name in NAMES:
        assert "초안" not in fetched(visit, name)[1].decode("utf-8-sig")
    (asked_row,) = table(visit, "questions")
    assert asked_row["department_answered_at"].startswith(row["published_on"])


def test_a_referral_that_is_not_public_is_in_no_table(visit, asked, answer, department):
    referral = answer(asked.question, department)
    Referral.objects.filter(pk=referral.pk).update(is_public=False)
    assert table(visit, "answers") == []
    assert table(visit, "participation")[0]["answers"] == "0"


def test_people_are_counted_once_a_month_however_much_they_say(visit, asked, said, proposed, now):
    post_comment(asked.question.thread, by=said.author, body="한 번 더.", at=now, ref=uuid4())
    proposed()
    rows = {row["month"]: row for row in table(visit, "participation")}
    this = rows[f"{timezone.localdate(now):%Y-%m}"]
    assert (this["comments"], this["people"], this["proposals"]) == ("2", "1", "1")
    assert sum(int(row["questions"]) for row in rows.values()) == 1


@pytest.mark.parametrize("name", NAMES)
def test_every_table_comes_in_every_form_and_says_the_same(
    visit, name, asked, said, proposed, answer, department, members, promised
):
    proposed()
    answer(asked.question, department)
    rows = table(visit, name)
    assert rows
    assert table(visit, name, enc="cp949") == rows
    told = json.loads(fetched(visit, name, format="json")[1])
    assert [list(row) for row in told] == [list(row) for row in rows]
    book = openpyxl.load_workbook(BytesIO(fetched(visit, name, format="xlsx")[1]))
    head, *lines = book.active.iter_rows()
    assert [cell.value for cell in head] == [str(column.title) for column in DATASETS[name].columns]
    assert len(lines) == len(rows)
    assert not [cell.coordinate for line in lines for cell in line if cell.data_type == "f"]


def test_no_cell_of_a_csv_starts_a_formula(visit, asked, proposed, answer, department):
    proposed(title="@제안", body="+821012345678")
    answer(asked.question, department, words="-1 번")
    for name in NAMES:
        raw = fetched(visit, name)[1].decode("utf-8-sig")
        for row in csv.reader(StringIO(raw, newline="")):
            assert not [cell for cell in row if re.match(r"\s*[=+\-@＝＋－＠]", cell)]


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_a_sheet_is_a_download_with_a_name(visit, asked, form):
    response, _raw = fetched(visit, "questions", format=form)
    assert response["Content-Disposition"] == f'attachment; filename="questions.{form}"'
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_what_has_not_changed_is_not_sent_again(visit, asked, said, resident, now, form):
    response, raw = fetched(visit, "questions", format=form)
    same, again = fetched(visit, "questions", resident, format=form)
    assert same["ETag"] == response["ETag"]
    assert form == "xlsx" or again == raw  # a workbook says when it was written
    assert "public" in response["Cache-Control"]
    kept = {"If-None-Match": response["ETag"]}
    assert visit().get("/data/questions/", {"format": form}, headers=kept).status_code == 304
    post_comment(asked.question.thread, by=resident, body="저도요.", at=now, ref=uuid4())
    assert visit().get("/data/questions/", {"format": form}, headers=kept).status_code == 200


def test_whatever_else_is_asked_for_is_refused_with_a_code(visit, asked):
    for wrong in ({"format": "exe"}, {"enc": "utf-16"}, {"format": "../csv"}, {"format": "csv\x00"}):
        answer = visit().get("/data/questions/", wrong)
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown_sheet")
    missing = visit().get("/data/people/")
    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")
    assert visit().post("/data/questions/").status_code == 405


def test_each_table_costs_the_same_however_long(visit, asked, proposed, answer, department):
    def cost():
        with CaptureQueriesContext(connection) as read:
            for name in NAMES:
                fetched(visit, name)
        return len(read)

    proposed()
    answer(asked.question, department)
    few = cost()
    for n in range(5):
        proposed(title=f"제안 {n}")
    assert cost() == few


def test_the_page_explains_every_column(visit, home):
    page = visit().get("/data/").content.decode()
    for dataset in DATASETS.values():
        assert f"/data/{dataset.name}/?format=csv" in page
        for column in dataset.columns:
            assert column.note, f"{dataset.name}.{column.name} explains nothing"
            assert f"<code>{column.name}</code>" in page


def test_the_feed_of_answers_names_each_once(visit, asked, answer, department):
    referral = answer(asked.question, department, words="일곱 곳 \x0b을 바꿉니다.".replace("\x0b", ""))
    feed = visit().get("/feeds/answers.atom").content.decode()
    assert f"<title>[부서 답변] {asked.title}</title>" in feed
    assert f"urn:uuid:{referral.key}" in feed
    assert f"/questions/{asked.question.pk}/" in feed
