"""Bodies, meetings and what they decide, as the API gives and takes them; the rows are drawn in `rows`."""

from typing import Any

from rest_framework import serializers

from committees.models import AgendaItem, Attendance, Body, Meeting, Office, Order, Resolution
from committees.models import Round as RoundRow
from committees.models import Seat as SeatRow
from committees.serializers.rules import RuleSerializer
from district.intake import MAX_INTEGER
from district.models import Department

MOST_HANDS = 32767
"""What a small whole number of the database can hold."""


class RowNameSerializer(serializers.Serializer[Any]):
    """A row by its number and its name."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class BodySerializer(serializers.ModelSerializer[Body]):
    """A body in a list; a part names the body that it belongs to."""

    kind = serializers.CharField(source="kind_id", read_only=True)
    kind_label = serializers.CharField(source="kind.label", read_only=True)
    parent = serializers.IntegerField(source="parent_id", read_only=True, allow_null=True)  # type: ignore[assignment]
    department = RowNameSerializer(read_only=True, allow_null=True)
    url = serializers.CharField(read_only=True)

    class Meta:
        model = Body
        fields = [
            "id", "slug", "name", "short_name", "kind", "kind_label", "parent", "department", "purpose",
            "legal_basis", "established_on", "dissolved_on", "url",
        ]  # fmt: skip


class OfficerSerializer(serializers.Serializer[Any]):
    """Who leads; an official is named by the post."""

    kind = serializers.ChoiceField(Office.Kind.choices)
    label = serializers.CharField()  # type: ignore[assignment]
    name = serializers.CharField()


class HeadCountSerializer(serializers.Serializer[Any]):
    """How many seats there are, and how many are taken."""

    seats = serializers.IntegerField()
    ex_officio = serializers.IntegerField()
    appointed = serializers.IntegerField()
    vacant = serializers.IntegerField()
    sitting = serializers.IntegerField()


class BodyDetailSerializer(BodySerializer):
    """A body with its officers, its seats and the rule in force today."""

    officers = OfficerSerializer(many=True)
    counts = HeadCountSerializer()
    quorum_needed = serializers.IntegerField(allow_null=True)
    rule = RuleSerializer(allow_null=True)
    parts = RowNameSerializer(many=True)
    follow = serializers.CharField(help_text="소식을 받으려면 `/api/v1/follows/`에 `offer`로 보냅니다.")

    class Meta(BodySerializer.Meta):
        more = ["officers", "counts", "quorum_needed", "rule", "parts", "follow"]
        fields = [*BodySerializer.Meta.fields, *more]


class MemberSerializer(serializers.Serializer[Any]):
    """Who sits, by the name they agreed to; never who it is."""

    seat = serializers.IntegerField(source="seat_id")
    name = serializers.CharField()
    basis = serializers.ChoiceField(SeatRow.Basis.choices)
    affiliation = serializers.CharField(allow_blank=True)
    offices = serializers.ListField(child=serializers.CharField())


class MembersSerializer(serializers.Serializer[Any]):
    """All of them, in 가나다 order."""

    on = serializers.DateField()
    results = MemberSerializer(many=True)


class RoundSerializer(serializers.Serializer[Any]):
    """회차."""

    kind = serializers.ChoiceField(RoundRow.Kind.choices)
    kind_label = serializers.CharField()
    year = serializers.IntegerField()
    ordinal = serializers.IntegerField()


class ConvenerSerializer(RowNameSerializer):
    """The body that calls."""

    slug = serializers.CharField()


class MeetingSerializer(serializers.Serializer[Any]):
    """The shape of `rows.meeting_row`."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    body = ConvenerSerializer()
    round = RoundSerializer()
    state = serializers.ChoiceField(Meeting.State.choices)
    state_label = serializers.CharField()
    starts_at = serializers.DateTimeField()
    printed_when = serializers.CharField(allow_blank=True)
    called_at = serializers.DateTimeField(allow_null=True)
    adjourned_at = serializers.DateTimeField(allow_null=True)
    place = serializers.CharField(allow_blank=True)
    mode = serializers.ChoiceField(Meeting.Mode.choices)
    closes_at = serializers.DateTimeField(allow_null=True)
    written_reason = serializers.CharField(allow_blank=True)
    acting_chair = serializers.CharField(allow_blank=True)
    item = serializers.IntegerField(allow_null=True)
    closed = serializers.BooleanField()
    url = serializers.CharField(allow_blank=True)
    edition = serializers.IntegerField()


class PaperSerializer(serializers.Serializer[Any]):
    """A paper that lies with an item."""

    name = serializers.CharField(allow_blank=True)
    url = serializers.CharField()
    kind = serializers.CharField()
    size = serializers.IntegerField()


class SourceSerializer(serializers.Serializer[Any]):
    """Where an item comes from."""

    label = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    url = serializers.CharField(allow_blank=True)


class ItemSerializer(serializers.Serializer[Any]):
    """The shape of `rows.item_row`; of a closed item its number alone."""

    id = serializers.IntegerField()
    order = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    kind = serializers.ChoiceField(AgendaItem.Kind.choices)
    kind_label = serializers.CharField()
    resolvable = serializers.BooleanField()
    title = serializers.CharField(allow_blank=True)
    text = serializers.CharField(allow_blank=True)
    disclosure = serializers.ChoiceField(AgendaItem.Disclosure.choices)
    disclosure_label = serializers.CharField()
    ground = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(AgendaItem.State.choices)
    withdrawn = serializers.BooleanField()
    taken_up_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    list_closed = serializers.BooleanField()
    papers = PaperSerializer(many=True)
    resolution = serializers.IntegerField(allow_null=True)
    source = SourceSerializer(allow_null=True)  # type: ignore[assignment]


class AttendanceSerializer(serializers.Serializer[Any]):
    """The shape of `rows.attendance_row`."""

    id = serializers.IntegerField()
    seat = serializers.IntegerField()
    name = serializers.CharField()
    badge = serializers.CharField(allow_blank=True)
    mode = serializers.ChoiceField(Attendance.Mode.choices)
    mode_label = serializers.CharField()
    present = serializers.BooleanField()
    arrived_at = serializers.DateTimeField()
    left_at = serializers.DateTimeField(allow_null=True)


class OrderSerializer(serializers.Serializer[Any]):
    """The shape of `rows.order_row`."""

    id = serializers.IntegerField()
    what = serializers.CharField(allow_blank=True)
    department = serializers.CharField()
    due = serializers.DateField(allow_null=True)
    state = serializers.ChoiceField(Order.State.choices)
    state_label = serializers.CharField()
    report = serializers.CharField(allow_blank=True)
    reported_at = serializers.DateTimeField(allow_null=True)
    url = serializers.CharField(allow_blank=True)


class ResolutionSerializer(serializers.Serializer[Any]):
    """The shape of `rows.resolution_row`; of a closed item its number and its form."""

    id = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    meeting = serializers.IntegerField()
    item = serializers.IntegerField()
    item_label = serializers.CharField()
    title = serializers.CharField(allow_blank=True)
    text = serializers.CharField(allow_blank=True)
    form = serializers.ChoiceField(Resolution.Form.choices)
    form_label = serializers.CharField()
    method = serializers.ChoiceField(Resolution.Method.choices, allow_null=True)
    method_label = serializers.CharField(allow_blank=True)
    yes = serializers.IntegerField(allow_null=True)
    no = serializers.IntegerField(allow_null=True)
    abstain = serializers.IntegerField(allow_null=True)
    sitting = serializers.IntegerField(allow_null=True)
    present = serializers.IntegerField(allow_null=True)
    needed = serializers.IntegerField(allow_null=True)
    decided_at = serializers.DateTimeField()
    line = serializers.CharField(allow_blank=True)
    orders = OrderSerializer(many=True)


class QuorumSerializer(serializers.Serializer[Any]):
    """재적 10 · 출석 6 · 의사정족수 6 충족."""

    sitting = serializers.IntegerField()
    present = serializers.IntegerField()
    needed = serializers.IntegerField()
    met = serializers.BooleanField()
    carries = serializers.IntegerField()
    recused = serializers.IntegerField()
    sentence = serializers.CharField()


class HeardSerializer(serializers.Serializer[Any]):
    """How far the room has come; from there on it tells the rest."""

    seq = serializers.IntegerField()
    epoch = serializers.CharField(allow_blank=True)


class AttendancePageSerializer(HeardSerializer):
    """Those who came, and how many that makes."""

    results = AttendanceSerializer(many=True)
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    tally = QuorumSerializer()


class RemarkAuthorSerializer(serializers.Serializer[Any]):
    """Who is read beside the words; never who it is."""

    name = serializers.CharField()
    badge = serializers.CharField(allow_null=True)


class RemarkSerializer(serializers.Serializer[Any]):
    """The shape of `rows.remark_row`."""

    id = serializers.IntegerField()
    item = serializers.IntegerField()
    author = RemarkAuthorSerializer()
    body = serializers.CharField()
    at = serializers.DateTimeField()


class SeqSerializer(serializers.Serializer[Any]):
    """The number of the act's event."""

    seq = serializers.IntegerField()


class MeetingDoneSerializer(MeetingSerializer, SeqSerializer):
    """A meeting after an act."""


class ItemDoneSerializer(ItemSerializer, SeqSerializer):
    """An item after an act."""


class AttendanceDoneSerializer(AttendanceSerializer, SeqSerializer):
    """An attendance after an act."""


class ResolutionDoneSerializer(ResolutionSerializer, SeqSerializer):
    """A resolution after an act."""


class OrderDoneSerializer(OrderSerializer, SeqSerializer):
    """An order after an act."""


class RemarkDoneSerializer(RemarkSerializer, SeqSerializer):
    """A remark after an act."""


class ActSerializer(serializers.Serializer[Any]):
    """An act that needs no words, only its number."""

    ref = serializers.UUIDField(required=False)


class CancellationSerializer(ActSerializer):
    """Why a meeting will not take place."""

    reason = serializers.CharField(max_length=300)


class PresenceSerializer(ActSerializer):
    """Coming oneself, with the code of the door; or the secretary's roll, by seat and mode."""

    code = serializers.CharField(required=False, allow_blank=True, max_length=40)
    seat = serializers.IntegerField(required=False, min_value=1, max_value=MAX_INTEGER)
    mode = serializers.ChoiceField(Attendance.Mode.choices, required=False)


class NewResolutionSerializer(ActSerializer):
    """How an item ended; hands only where they were counted."""

    form = serializers.ChoiceField(Resolution.Form.choices)
    method = serializers.ChoiceField(Resolution.Method.choices)
    text = serializers.CharField()
    yes = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=MOST_HANDS)
    no = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=MOST_HANDS)
    abstain = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=MOST_HANDS)


class NewOrderSerializer(ActSerializer):
    """What is asked of a department, and by when."""

    what = serializers.CharField(max_length=300)
    department = serializers.IntegerField(min_value=1, max_value=MAX_INTEGER)
    due = serializers.DateField(required=False, allow_null=True)


class AddressedSerializer(serializers.Serializer[Any]):
    """To whom, and by when: the rest is for the action to weigh."""

    department = serializers.PrimaryKeyRelatedField(queryset=Department.objects.all())
    due = serializers.DateField(required=False, allow_null=True)


class ReportSerializer(ActSerializer):
    """What became of it."""

    report = serializers.CharField()
    url = serializers.CharField(required=False, allow_blank=True, max_length=500)


class NewRemarkSerializer(ActSerializer):
    """A member's word on an item."""

    body = serializers.CharField()


class MeetingsAsked(serializers.Serializer[Any]):
    """How a list of meetings may be narrowed."""

    body = serializers.IntegerField(
        required=False, min_value=1, max_value=MAX_INTEGER, help_text="여는 기구나 모이는 기구"
    )
    year = serializers.IntegerField(required=False, min_value=1900, max_value=9999, help_text="해")
    state = serializers.ChoiceField(Meeting.State.choices, required=False, help_text="상태")


class ResolutionsAsked(serializers.Serializer[Any]):
    """How a list of resolutions may be narrowed."""

    body = serializers.IntegerField(
        required=False, min_value=1, max_value=MAX_INTEGER, help_text="의결한 기구나 모인 기구"
    )
    year = serializers.IntegerField(required=False, min_value=1900, max_value=9999, help_text="해")
