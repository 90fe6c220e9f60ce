"""위원회 보고서: who sits, by what right, until when, and how it was run; each as the district prints it."""

from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from committees.documents.composing import composition, sexes
from committees.documents.paper import Asked
from committees.documents.running import operation
from committees.documents.terms import expiring, history
from papers.document import Document


class Report(NamedTuple):
    """One of them: its name in the address, what it is called, what it tells, and who may ask for what."""

    name: str
    label: Promise
    note: Promise
    draw: Callable[[Asked], Document]
    closed: bool = False
    """Only the departments that keep bodies, and the audit."""
    of_one: bool = False
    """Of one body at a time: of all it would be a book."""

    def document(self, asked: Asked) -> Document:
        """In the district's own language, whoever asks."""
        with translation.override(settings.LANGUAGE_CODE):
            return self.draw(asked)


REPORTS = {
    report.name: report
    for report in (
        Report(
            "composition", _("구성현황"), _("설치 근거, 정원과 현원, 위원장, 임기와 존속기한"), composition
        ),
        Report("operation", _("운영현황"), _("한 해의 회의, 참석률, 의결, 정책제안 검토 결과"), operation),
        Report("expiring", _("임기만료 예정"), _("90일 안에 임기가 끝나는 위원과 연임 여부"), expiring),
        Report("history", _("위촉 이력"), _("자리마다 앉은 위원과 임원, 그 기간"), history, of_one=True),
        Report("sexes", _("성별 현황"), _("위촉직의 성별 비율과 한도, 청년"), sexes, closed=True),
    )
}
