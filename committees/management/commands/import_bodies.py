"""Bodies and rosters of another house, from the files it gives out."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from committees.actions.importing import import_bodies
from committees.exchange.reading import read
from district.refusals import Refusal


class Command(BaseCommand):
    help = "다른 곳의 기구와 위원을 들여옵니다: Popolo(JSON)나 표(CSV). 같은 자료를 다시 넣어도 같습니다."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--source", required=True, help="자료의 이름: 영문 소문자와 붙임표")
        parser.add_argument("--since", type=date.fromisoformat, help="시작한 날이 없는 줄에 쓸 날")
        parser.add_argument("--until", type=date.fromisoformat, help="끝나는 날이 없는 줄에 쓸 날")
        parser.add_argument("--dry-run", action="store_true", help="무엇이 들어올지 알리기만 합니다.")

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        told = {name: options[name] for name in ("source", "since", "until", "dry_run")}
        try:
            bundle = read([(path.name, path.read_bytes()) for path in files])
            report = import_bodies(bundle, by=None, at=timezone.now(), **told)
        except (Refusal, OSError) as error:
            raise CommandError(str(error)) from error
        for problem in report.problems:
            self.stderr.write(f"{problem.line}: {problem.code} {problem.sentence}")
        for line in report.in_words():
            self.stdout.write(line)
