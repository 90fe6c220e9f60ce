"""Where a letter leads."""

from letters.models import Letter
from letters.stopping import absolute


def link_of(letter: Letter) -> str:
    """Straight to what it is about; or to the letter itself, where its reader says that it came."""
    if not letter.asks_receipt:
        return absolute(letter.dispatch.url)
    on_screen = Letter.objects.on_screen().get(dispatch=letter.dispatch_id, person=letter.person_id)
    return absolute(on_screen.get_absolute_url())
