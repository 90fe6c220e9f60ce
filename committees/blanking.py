"""Where the words of a remark and of an application stand, so that a blanking finds every copy."""

from committees.models import Application, Remark, Wish


def blank_words(pk: int) -> None:
    """The words themselves; frames are drawn from them, and no index has them."""
    Remark.objects.filter(pk=pk).update(body="")


PLACES = {"committees.Remark.body": blank_words}


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
