"""The rules of a body, as the API gives them."""

from rest_framework import serializers

from committees.models import BodyRule
from committees.quorum import Base, Share


class RuleSerializer(serializers.ModelSerializer[BodyRule]):
    """By what it is run, and which ordinance or plan says so."""

    quorum = serializers.ChoiceField(Share.choices)
    majority = serializers.ChoiceField(Share.choices)
    majority_of = serializers.ChoiceField(Base.choices)

    class Meta:
        model = BodyRule
        fields = [
            "valid_from", "quorum", "majority", "majority_of", "tie", "seconds_needed", "speaking_seconds",
            "ballots_changeable", "run_off_by", "recusals_counted", "written_allowed", "corrections_days",
            "term_years", "renewals_allowed", "counting_unit", "notice_days", "doors_open_minutes",
            "remote_allowed", "source",
        ]  # fmt: skip
