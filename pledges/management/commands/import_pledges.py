"""Cards and lists of pledges, from the files in which a district keeps them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from district.models import Administration, Department
from district.refusals import Refusal
from pledges.actions.importing import Report, import_pledges
from pledges.exchange.reading import read
from pledges.models import CardForm


class Command(BaseCommand):
    help = "공약을 들여옵니다: 관리카드(JSON)나 목록(CSV, xlsx). 같은 자료를 다시 넣어도 같습니다."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--administration", required=True, help="민선의 이름: 민선9기")
        parser.add_argument("--form", help="파일에 서식이 없는 공약에 쓸 서식의 코드")
        parser.add_argument("--department", help="파일에 부서가 없는 공약에 쓸 부서의 이름")
        parser.add_argument("--publish", action="store_true", help="들여온 공약을 바로 게시합니다.")
        parser.add_argument("--dry-run", action="store_true", help="무엇이 들어올지 알리기만 합니다.")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        administration = named(Administration, name=options["administration"])
        form = named(CardForm, code=options["form"]) if options["form"] else None
        department = named(Department, name=options["department"]) if options["department"] else None
        try:
            report = import_pledges(
                read(file.name, file.read_bytes()), administration, by=None, at=timezone.now(), form=form,
                department=department, publish=options["publish"], dry_run=options["dry_run"],
            )  # fmt: skip
        except (Refusal, OSError) as error:
            raise CommandError(str(error)) from error
        self.tell(report)

    def tell(self, report: Report) -> None:
        """What came in, what did not, and why."""
        for problem in report.problems:
            self.stderr.write(f"{problem.line} {problem.pledge}: {problem.code} {problem.sentence}")
        for line in [*report.in_words(), *report.notes, *report.unread]:
            self.stdout.write(line)


def named(model: Any, **name: str) -> Any:
    """The row of that name, the newest where there are several."""
    row = model.objects.filter(**name).order_by("-pk").first()
    if row is None:
        raise CommandError(f"없습니다: {', '.join(name.values())}")
    return row
