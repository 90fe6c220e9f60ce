"""A row after an act, with the number of the act."""

from committees.serializers import SeqSerializer
from pledges.serializers import (
    AmendmentSerializer,
    EntrySerializer,
    PledgeClosingSerializer,
    PledgeDetailSerializer,
    SpendingEntrySerializer,
)


class PledgeDoneSerializer(PledgeDetailSerializer, SeqSerializer):
    """A pledge after an act."""


class EntryDoneSerializer(EntrySerializer, SeqSerializer):
    """A doing after an act."""


class SpendingDoneSerializer(SpendingEntrySerializer, SeqSerializer):
    """A spending after an act."""


class AmendmentDoneSerializer(AmendmentSerializer, SeqSerializer):
    """An amendment after an act."""


class PledgeClosingDoneSerializer(PledgeClosingSerializer, SeqSerializer):
    """A closing after an act."""
