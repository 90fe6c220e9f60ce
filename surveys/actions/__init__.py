"""The verbs of surveys; the only way they and their answers change."""

from surveys.actions.answering import answer_survey
from surveys.actions.laying import Choice, Draft, check_survey, lay_survey
from surveys.actions.reminding import remind_panel

__all__ = ["Choice", "Draft", "answer_survey", "check_survey", "lay_survey", "remind_panel"]
