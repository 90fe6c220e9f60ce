"""The records of pledges, a file per noun."""

from pledges.models.amendment import Amendment
from pledges.models.closing import Closing, ClosingStep
from pledges.models.doings import BudgetLine, Fund, Milestone, ProgressEntry, Spending
from pledges.models.figures import FactRow, FactTable, Figure, PrintedCell
from pledges.models.indicator import Basis, Indicator, Measure, Target
from pledges.models.pledge import Charge, Passage, Pledge
from pledges.models.rules import CardForm, PledgeRule, Status

__all__ = [
    "Amendment",
    "Basis",
    "BudgetLine",
    "CardForm",
    "Charge",
    "Closing",
    "ClosingStep",
    "FactRow",
    "FactTable",
    "Figure",
    "Fund",
    "Indicator",
    "Measure",
    "Milestone",
    "Passage",
    "Pledge",
    "PledgeRule",
    "PrintedCell",
    "ProgressEntry",
    "Spending",
    "Status",
    "Target",
]
