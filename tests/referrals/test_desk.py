"""The inbox and the file at the desk: plain forms that keep what was written."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from papers.models import Attachment
from referrals.actions import claim, submit, write_reply
from referrals.models import Clock, Phrase, Referral, Reply
from tests.cast import NOON
from tests.papers.made import pdf
from tests.referrals.acts import afresh, names
from tests.referrals.conftest import ANSWER
from tests.referrals.doors import messages, press

pytestmark = pytest.mark.django_db
INBOX = "/desk/inbox/"
SAID = ANSWER | {"planned_on": "2027-02-22", "ground": "", "reason": "", "video_url": ""}


@pytest.fixture(autouse=True)
def at_noon(monkeypatch, home):
    """The doors read the clock at the moment of the tests."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + timedelta(hours=1))


@pytest.fixture
def file_of():
    return lambda referral: reverse("desk-referral", args=[referral.key])


def test_a_head_reads_everything_that_waits_with_its_days(visit, ask, officer, head):
    for n in range(3):
        ask(title=f"제안 {n}")
    page = visit(head).get(INBOX).content.decode()
    assert "3건이 답변을 기다립니다." in page
    assert page.index("제안 0") < page.index("제안 1") < page.index("제안 2")
    assert "2026. 12. 24.(목)" in page
    assert "업무일 22일 남음" in page
    assert "제안 0" in visit(head).get("/desk/").content.decode()


@pytest.mark.parametrize("who", ["officer", "head", "director", "mayor", "auditor", "administrator"])
def test_whoever_answers_or_watches_opens_it(visit, request, who):
    assert visit(request.getfixturevalue(who)).get(INBOX).status_code == 200


def test_nobody_else_does(visit, moderator, resident):
    assert visit(moderator).get(INBOX).status_code == 403
    assert visit(resident).get(INBOX).status_code == 403
    assert visit().get(INBOX).status_code == 302
    assert "답변할 일" not in visit(moderator).get("/desk/").content.decode()


def test_a_file_is_there_for_its_office_only(visit, referral, file_of, officer, auditor, stranger, mayor):
    assert visit(officer).get(file_of(referral)).status_code == 200
    page = visit(auditor).get(file_of(referral)).content.decode()
    assert "이 일 맡기" not in page
    for person in (stranger, mayor):
        assert visit(person).get(file_of(referral)).status_code == 404


def test_a_list_is_narrowed_in_the_address(visit, ask, head, officer, elsewhere, auditor):
    ask(title="가로등")
    ask(title="산책로", department=elsewhere, kind="question", label="질문")
    client = visit(auditor)
    for query, shown, hidden in [
        (f"department={elsewhere.pk}", "산책로", "가로등"),
        ("kind=question", "산책로", "가로등"),
        ("q=가로", "가로등", "산책로"),
    ]:
        page = client.get(f"{INBOX}?{query}").content.decode()
        assert shown in page
        assert f">{hidden}<" not in page
    assert client.get(f"{INBOX}?state=asleep&department=x").status_code == 200
    assert "고르신 조건에 맞는 일이 없습니다." in client.get(f"{INBOX}?due=late").content.decode()


def test_many_are_taken_on_at_once_and_each_that_may_not_be_says_why(visit, ask, officer, colleague):
    mine, taken = ask(title="가로등"), ask(title="산책로")
    claim(taken, by=colleague, at=NOON)
    said = {"act": "claim", "row": [str(mine.key), str(taken.key), str(uuid4())], "ref": str(uuid4())}
    answer = visit(officer).post(f"{INBOX}bulk/", said, follow=True)
    assert afresh(mine).holder == officer
    assert afresh(taken).holder == colleague
    assert messages(answer) == [
        "산책로: 다른 담당이 맡은 일입니다. 먼저 넘겨받아 주세요.",
        "이 주소에는 쪽이 없습니다.",
        "1건을 처리했습니다.",
    ]
    visit(officer).post(f"{INBOX}bulk/", said)
    assert names(mine).count("referral.claimed") == 1


def test_many_are_approved_at_once_as_they_were_read(visit, ask, officer, head, director):
    rows = [ask(title=str(n)) for n in range(3)]
    for row in rows[:2]:
        submit(write_reply(row, by=officer, at=NOON, **ANSWER), by=officer, at=NOON)
    said = {"act": "approve", "row": [str(row.key) for row in rows], "ref": str(uuid4())}
    said |= {f"version-{row.key}": 1 for row in rows[:2]}
    visit(head).post(f"{INBOX}bulk/", said)
    assert [afresh(row).holder_role for row in rows] == ["director", "director", "officer"]
    visit(director).post(f"{INBOX}bulk/", said | {"ref": str(uuid4())})
    assert [afresh(row).state for row in rows] == ["answered", "answered", "waiting"]


def test_many_are_handed_over_at_once_with_one_reason(visit, ask, officer, elsewhere):
    rows = [ask(title=str(n)) for n in range(3)]
    said = {"act": "reroute", "row": [str(row.key) for row in rows], "ref": str(uuid4()), "to": elsewhere.pk}
    answer = visit(officer).post(f"{INBOX}bulk/", said, follow=True)
    assert messages(answer) == ["넘겨받을 부서를 고르고 까닭을 적어 주세요."]
    visit(officer).post(f"{INBOX}bulk/", said | {"reason": "치수과 일입니다."})
    assert {afresh(row).department for row in rows} == {elsewhere}


def test_a_form_sends_nobody_elsewhere(visit, officer):
    for place in ("https://evil.example/", "//evil.example/desk/inbox/", "/desk/users/"):
        answer = visit(officer).post(f"{INBOX}bulk/", {"act": "claim", "next": place})
        assert answer["Location"] == INBOX
    answer = visit(officer).post(f"{INBOX}bulk/", {"act": "claim", "next": f"{INBOX}?due=late"})
    assert answer["Location"] == f"{INBOX}?due=late"
    assert visit(officer).post(f"{INBOX}bulk/", {"act": "burn"}).status_code == 404


def test_an_answer_goes_its_whole_way_at_the_desk(visit, referral, file_of, officer, head, director):
    press(visit(officer), referral, "claim")
    press(visit(officer), referral, "reply", **SAID, save="1")
    assert afresh(referral).state == "drafting"
    press(visit(officer), referral, "reply", **SAID | {"words": "3천만 원입니다."}, submit="1")
    assert afresh(referral).state == "in_approval"
    page = visit(head).get(file_of(referral)).content.decode()
    assert "결재할 차례입니다" in page
    assert "3천만 원입니다." in page
    press(visit(head), referral, "decide", version=1, note="출처를 적어 주세요.", **{"return": "1"})
    assert "출처를 적어 주세요." in visit(officer).get(file_of(referral)).content.decode()
    press(visit(officer), referral, "reply", **SAID, submit="1")
    press(visit(head), referral, "decide", version=2, approve="1")
    press(visit(director), referral, "decide", version=2, approve="1")
    assert afresh(referral).reply.words == SAID["words"]
    press(visit(officer), referral, "progress", kind="started", on="2026-11-24", words="시작했습니다.")
    assert "시작했습니다." in visit(officer).get(file_of(referral)).content.decode()


def test_what_goes_up_incomplete_stays_on_the_screen_with_the_reason(visit, referral, officer):
    answer = press(visit(officer), referral, "reply", **SAID | {"outcome": "rejected"}, submit="1")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "채택하지 않는 까닭을 고르고 설명을 적어 주세요." in page
    assert SAID["words"] in page
    assert Reply.objects.get().submitted_at is None
    answer = press(visit(officer), referral, "reply", **SAID | {"planned_on": "언젠가"}, save="1")
    assert answer.status_code == 422
    assert SAID["words"] in answer.content.decode()


def test_where_no_outcome_is_needed_none_is_asked_for(visit, ask, file_of, officer):
    mine = ask(kind="mayor", level="mayor")
    page = visit(officer).get(file_of(mine)).content.decode()
    assert 'name="video_url"' in page
    assert 'name="outcome"' not in page
    press(
        visit(officer), mine, "reply", words="살펴 답합니다.", video_url="https://video.example/1", submit="1"
    )
    assert afresh(mine).draft.video_url == "https://video.example/1"
    assert afresh(mine).state == "in_approval"


def test_a_phrase_is_put_behind_what_stands_there_and_saves_nothing(
    visit, referral, department, elsewhere, officer
):
    mine = Phrase.objects.create(department=department, title="인사", words="관심을 가져 주셔서 고맙습니다.")
    other = Phrase.objects.create(department=elsewhere, title="치수과 인사", words="치수과입니다.")
    answer = press(visit(officer), referral, "reply", **SAID, insert="1", phrase=mine.pk)
    assert f"{SAID['words']}\n\n{mine.words}" in answer.content.decode()
    assert not Reply.objects.exists()
    answer = press(visit(officer), referral, "reply", **SAID, insert="1", phrase=other.pk)
    assert other.words not in answer.content.decode()


def test_papers_lie_with_the_draft(visit, referral, file_of, officer, colleague, head):
    write_reply(referral, by=officer, at=NOON, **ANSWER)
    press(visit(officer), referral, "paper", paper=SimpleUploadedFile("예산.pdf", pdf()))
    [paper] = Attachment.objects.all()
    assert "예산.pdf" in visit(head).get(file_of(referral)).content.decode()
    assert visit(head).get(paper.url).status_code == 200
    assert visit().get(paper.url).status_code == 404
    off = reverse("desk-referral-paper-off", args=[referral.key, paper.key])
    visit(colleague).post(off, {"ref": str(uuid4())})
    assert not Attachment.objects.get().discarded
    visit(officer).post(off, {"ref": str(uuid4())})
    assert Attachment.objects.get().discarded


def test_the_clock_is_stopped_and_goes_on_at_the_desk(visit, referral, file_of, officer, elsewhere):
    said = {"kind": "supplement", "reason": "위치를 적어 주세요."}
    answer = press(visit(officer), referral, "pause", **said | {"reason": ""})
    assert answer.status_code == 422
    press(visit(officer), referral, "pause", **said)
    assert "기한 잇기" in visit(officer).get(file_of(referral)).content.decode()
    press(visit(officer), referral, "resume")
    assert afresh(referral).pause is None
    answer = press(visit(officer), referral, "reroute", to=elsewhere.pk, reason="치수과 일입니다.")
    assert answer["Location"] == INBOX


@pytest.mark.parametrize(
    "name", ["claim", "release", "resume", "reroute", "pause", "reply", "decide", "progress"]
)
@pytest.mark.parametrize("who", ["stranger", "mayor", "moderator", "resident"])
def test_no_form_of_the_desk_opens_anothers_file(visit, referral, request, name, who):
    answer = press(visit(request.getfixturevalue(who)), referral, name, **SAID, version=1, kind="started")
    assert answer.status_code in {403, 404}
    assert names(referral) == ["referral.made"]


def test_whoever_reads_a_file_but_does_not_work_there_is_refused(visit, referral, auditor):
    answer = press(visit(auditor), referral, "claim")
    assert answer.status_code == 403
    assert "이 일을 맡은 부서의 담당만 답변을 쓸 수 있습니다." in answer.content.decode()


def test_scripts_in_words_are_words(visit, referral, file_of, officer):
    write_reply(referral, by=officer, at=NOON, **ANSWER | {"words": "<script>alert(1)</script>"})
    page = visit(officer).get(file_of(referral)).content.decode()
    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_phrases_are_kept_by_each_department_and_for_all_by_the_administrator(
    visit, department, elsewhere, officer, administrator, moderator
):
    add = reverse("phrase:add")
    said = {"title": "인사", "words": "고맙습니다."}
    visit(officer).post(add, said | {"department": department.pk})
    assert visit(officer).post(add, said | {"department": elsewhere.pk}).status_code == 200
    assert visit(officer).post(add, said | {"department": ""}).status_code == 200
    visit(administrator).post(add, said | {"department": ""})
    assert [phrase.department for phrase in Phrase.objects.order_by("pk")] == [department, None]
    ours, everybodys = Phrase.objects.order_by("pk")
    assert visit(officer).get(reverse("phrase:edit", args=[ours.pk])).status_code == 200
    for verb in ("edit", "delete"):
        assert visit(officer).get(reverse(f"phrase:{verb}", args=[everybodys.pk])).status_code == 302
        assert visit(officer).post(reverse(f"phrase:{verb}", args=[everybodys.pk]), said).status_code == 302
    assert Phrase.objects.filter(pk=everybodys.pk, department=None).exists()
    visit(officer).post(reverse("phrase:delete", args=[ours.pk]))
    assert not Phrase.objects.filter(pk=ours.pk).exists()
    assert visit(moderator).get(reverse("phrase:index")).status_code == 302


def test_a_rule_on_which_a_promise_rests_is_not_mended(visit, referral, administrator, officer):
    kept, free = Clock.objects.get(code="proposal"), Clock.objects.get(code="inquiry")
    edit = "clock:edit"
    assert visit(administrator).get(reverse(edit, args=[free.pk])).status_code == 200
    assert visit(administrator).get(reverse(edit, args=[kept.pk])).status_code in {302, 403}
    assert visit(officer).get(reverse(edit, args=[free.pk])).status_code == 302
    assert Referral.objects.get().clock == kept
