"""Compare the counters with the rows they count."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from deliberation.models import Thread
from surveys.counting import recount
from surveys.models import Survey


class Command(BaseCommand):
    """A check, never the way: it says what differs and changes nothing."""

    help = "댓글 마당과 설문의 숫자를 기록과 견주어 봅니다. 아무것도 바꾸지 않습니다."

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through every thread and every survey."""
        wrong = 0
        for thread in Thread.objects.order_by("pk").iterator():
            for name, (told, counted) in thread.recount().items():
                wrong += 1
                self.stdout.write(f"{thread}: {name} {told}, 기록 {counted}")
        for survey in Survey.objects.order_by("pk").iterator():
            for name, (told, counted) in recount(survey).items():
                wrong += 1
                self.stdout.write(f"{survey.pk} {survey}: {name} {told}, 기록 {counted}")
        if wrong:
            raise CommandError(f"{wrong}곳이 다릅니다.")
        self.stdout.write("모두 맞습니다.")
