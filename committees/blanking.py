"""Where words of a remark, a gist and an application stand, so that a blanking finds every copy."""

from committees.models import Application, Correction, Gist, MinutesText, Remark, Wish

BLANKED = "(파기한 발언 요지)"


def blank_words(pk: int) -> None:
    """The words themselves; frames are drawn from them, and no index has them."""
    Remark.objects.filter(pk=pk).update(body="")


PLACES = {"committees.Remark.body": blank_words}


def blank_gist(pk: int) -> None:
    """The subtitle that the secretary typed."""
    Gist.objects.filter(pk=pk).update(words=BLANKED)


def blank_gist_in_minutes(pk: int) -> None:
    """Its line in every edition, and every wish to correct it; its fingerprint stays."""
    gist = Gist.objects.select_related("item").get(pk=pk)
    for text in MinutesText.objects.filter(minutes__meeting=gist.item.meeting_id):
        lines = [each for each in text.fields["gist"] if each.get("gist") == pk]
        asked = Correction.objects.filter(minutes=text.minutes_id, field="gist")
        asked.filter(was__in=[each["words"] for each in lines]).update(was=BLANKED, words=BLANKED)
        for each in lines:
            each["words"] = BLANKED
        if lines:
            text.save(update_fields=["fields"])


GIST_PLACES = {
    "committees.Gist.words": blank_gist,
    "committees.MinutesText.fields": blank_gist_in_minutes,
}


def blank_application(pk: int) -> None:
    """Everything it says of somebody; who of the desk read it stays on the file of accesses."""
    Application.objects.filter(pk=pk).update(
        name="", gender="", affiliation="", sealed_phone="", career="", motive="", named_by="",
        birth_year=None, neighborhood=None,
    )  # fmt: skip


def blank_wishes(pk: int) -> None:
    """희망 분과."""
    Wish.objects.filter(application=pk).delete()


APPLICATION_PLACES = {"committees.Application": blank_application, "committees.Wish": blank_wishes}
