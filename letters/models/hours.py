"""보내는 때. When a pocket may ring, and at what hour the lists of a day and of a week leave."""

from datetime import date, datetime, time, timedelta

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import dates
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext_lazy as _

from district.dates import WEEKDAYS, local
from letters.models.roads import Pace


class HoursQuerySet(models.QuerySet["Hours"]):
    def on(self, day: date) -> "Hours":
        """Those of that day; a house that laid none down keeps the usual ones."""
        return self.filter(valid_from__lte=day).order_by("-valid_from").first() or Hours(valid_from=day)


class Hours(models.Model):
    """보내는 때. What an officer may change, from a day on: the night, and the hour of the lists."""

    kept_by_admin = ("add", "change", "view")

    valid_from = models.DateField(_("시행일"), unique=True)
    night_from = models.TimeField(_("밤이 시작하는 때"), default=time(21))
    night_until = models.TimeField(_("밤이 끝나는 때"), default=time(8))
    list_at = models.TimeField(_("모아 보내는 때"), default=time(8))
    list_weekday = models.PositiveSmallIntegerField(
        _("한 주를 모아 보내는 요일"),
        default=0,
        choices=list(enumerate(WEEKDAYS)),
        validators=[MaxValueValidator(6)],
    )
    source = models.CharField(_("근거"), max_length=300)

    objects = HoursQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("보내는 때")
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return f"{self.valid_from} {self.night_from:%H:%M}~{self.night_until:%H:%M}"

    @property
    def weekday(self) -> str:
        """The day of the weekly list, in the reader's language."""
        return str(dates.WEEKDAYS[self.list_weekday])

    def is_night(self, at: datetime) -> bool:
        """Whether people sleep: the first minute of the night is night, that of the morning is not."""
        now = local(at).time()
        if self.night_from <= self.night_until:
            return self.night_from <= now < self.night_until
        return now >= self.night_from or now < self.night_until

    def after_night(self, at: datetime) -> datetime:
        """This moment, or the end of the night it falls into."""
        return _next(self.night_until, local(at)) if self.is_night(at) else at

    def next_list(self, pace: str, at: datetime) -> datetime:
        """When the list is made up on which this stands; what comes at that very hour stands on the next."""
        when = _next(self.list_at, local(at))
        if pace == Pace.WEEKLY:
            when += timedelta(days=(self.list_weekday - when.weekday()) % 7)
        return when


def _next(hour: time, after: datetime) -> datetime:
    """The next time the district's clock shows that hour."""
    on = after.date() if after.time() < hour else after.date() + timedelta(days=1)
    return datetime.combine(on, hour, tzinfo=get_default_timezone())
