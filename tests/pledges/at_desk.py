"""The desk in front of somebody: pages are read, forms are pressed as a browser would."""

from uuid import uuid4

from django.contrib.messages import get_messages
from django.urls import reverse


class Desk:
    """press(…) sends one form of one page and answers what came of it."""

    def __init__(self, browser, pk=None):
        self.browser, self.pk = browser, pk

    def address(self, name="desk-pledge", *more):
        return reverse(name, args=[pk for pk in (self.pk, *more) if pk is not None])

    def read(self, name="desk-pledge", *more, query=""):
        answer = self.browser.get(self.address(name, *more) + query)
        assert answer.status_code == 200, answer.status_code
        return answer.text

    def press(self, name, press, *more, ref=None, **said):
        told = {"do": press, "ref": ref or str(uuid4()), **said}
        return self.browser.post(self.address(name, *more), told)


def told(answer):
    """What the page says after a press."""
    return [str(each) for each in get_messages(answer.wsgi_request)]


def gone(answer, sentence):
    """It says no where the form is no longer there: at the head of the page, drawn anew."""
    assert answer.status_code == 302
    assert any(sentence in each for each in told(answer)), told(answer)


def refused(answer, status, sentence):
    """It says no, on the same page."""
    assert answer.status_code == status, (answer.status_code, told(answer))
    assert sentence in answer.text
