"""QR. An address that a telephone reads from a wall."""

import segno
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()
QUIET = 4
"""The white around it that a camera needs."""


@register.simple_tag
def qr(url: str, label: str = "") -> SafeString:
    """Black on white whatever the theme, or cameras would not find it."""
    code = segno.make(url, error="m", micro=False)
    side = code.symbol_size(border=QUIET)[0]
    return format_html(
        '<svg class="qr" viewBox="0 0 {side} {side}" role="img" aria-label="{label}" '
        'shape-rendering="crispEdges" focusable="false"><rect width="{side}" height="{side}" fill="#fff"/>'
        '<path fill="#000" d="{squares}"/></svg>',
        side=side,
        label=label or _("QR 코드: %(url)s") % {"url": url},
        squares=mark_safe(squares(code)),  # noqa: S308 (letters and numbers of ours)
    )


def squares(code: segno.QRCode) -> str:
    """Each run of dark squares as one stroke of the path."""
    strokes = []
    for y, row in enumerate(code.matrix_iter(border=QUIET)):
        start = None
        for x, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                strokes.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
                start = None
    return "".join(strokes)
