"""Calling somebody by name: whoever spoke in this talk is told that they were called."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from deliberation.models import Comment, Mention
from deliberation.names import called, calls_in
from district.models import Person
from letters.actions import tell


def call_by_name(comment: Comment) -> list[Mention]:
    """Keep whom a new comment calls, and tell them; it asks nothing where no at sign is."""
    calls = calls_in(comment.body) if "@" in comment.body else []
    if not calls:
        return []
    wanted = {name for names in calls for name in names}
    standing = {"comments__thread": comment.thread_id, "comments__state": Comment.State.STANDING}
    speakers = Person.objects.filter(nickname__in=wanted, is_active=True, **standing).distinct()
    meant = called(calls, speakers.values_list("pk", "nickname")) - {comment.author_id}
    mentions = [Mention(comment=comment, person_id=person) for person in sorted(meant)]
    if mentions:
        Mention.objects.bulk_create(mentions)
        _tell(comment, meant)
    return mentions


def _tell(comment: Comment, people: set[int]) -> None:
    """That, and where; what was said stands where it may be taken down."""
    with translation.override(settings.LANGUAGE_CODE):
        title = _("‘%(title)s’에서 한 분이 이름을 부르셨습니다.") % {"title": comment.thread.title}
        because, noun = _("이름이 불린 의견"), _("부른 의견")
    tell(
        f"comment/{comment.pk}/mention",
        title=title,
        url=comment.get_absolute_url(),
        at=comment.posted_at,
        people=people,
        because=because,
        noun=noun,
    )
