"""The records of surveys, a file per noun."""

from surveys.models.item import Item, Option
from surveys.models.response import Answer, Response
from surveys.models.survey import PanelMember, Survey

__all__ = ["Answer", "Item", "Option", "PanelMember", "Response", "Survey"]
