"""Seats, terms and offices as the API gives and takes them."""

from typing import Any

from rest_framework import serializers

from committees.models import (
    BodyKind,
    EndGround,
    Gender,
    GenderExemption,
    Meeting,
    Membership,
    Office,
    Seat,
    Term,
    Vote,
)
from committees.serializers import MOST_HANDS, ActSerializer, SeqSerializer
from district.intake import MAX_INTEGER
from district.models import Post

YEAR: dict[str, Any] = {"min_value": 1900, "max_value": 2100}
MOST_MOVES = 200


class Within(serializers.PrimaryKeyRelatedField):
    """A row by its number."""

    def to_internal_value(self, data: Any) -> Any:
        """What no row can be numbered names no row."""
        if type(data) is not int or not 1 <= data <= MAX_INTEGER:
            self.fail("incorrect_type", data_type=type(data).__name__)
        return super().to_internal_value(data)


class BodyKindSerializer(serializers.ModelSerializer[BodyKind]):
    """갈래."""

    class Meta:
        model = BodyKind
        fields = ["code", "label", "is_part", "source"]


class EndGroundSerializer(serializers.ModelSerializer[EndGround]):
    """사유."""

    class Meta:
        model = EndGround
        fields = ["code", "label", "dismisses", "words_needed", "valid_from", "valid_until", "source"]


class BodyKindsSerializer(serializers.Serializer[Any]):
    """All of them."""

    results = BodyKindSerializer(many=True)


class EndGroundsSerializer(serializers.Serializer[Any]):
    """Those in force today."""

    results = EndGroundSerializer(many=True)


class MembershipSerializer(serializers.ModelSerializer[Membership]):
    """위촉. Who, where, from when until when; never by whose wish it ended."""

    seat = serializers.IntegerField(source="seat_id", read_only=True)
    number = serializers.IntegerField(source="seat.number", read_only=True)
    name = serializers.CharField(source="public_name", read_only=True)
    affiliation = serializers.CharField(source="public_affiliation", read_only=True)
    body = serializers.IntegerField(source="seat.body_id", read_only=True)
    term = serializers.IntegerField(source="term.number", read_only=True, default=None, allow_null=True)
    predecessor = serializers.IntegerField(source="predecessor_id", read_only=True, allow_null=True)
    last_day = serializers.DateField(read_only=True)

    class Meta:
        model = Membership
        fields = [
            "id", "body", "seat", "number", "name", "affiliation", "term", "start", "end", "last_day",
            "renewal_no", "predecessor",
        ]  # fmt: skip


class OfficeHeldSerializer(serializers.ModelSerializer[Office]):
    """임원. Who leads, by whose choice."""

    body = serializers.IntegerField(source="body_id", read_only=True)
    kind = serializers.ChoiceField(Office.Kind.choices)
    label = serializers.CharField(read_only=True)  # type: ignore[assignment]
    name = serializers.CharField(read_only=True)
    membership = serializers.IntegerField(source="membership_id", read_only=True, allow_null=True)
    post = serializers.IntegerField(source="post_id", read_only=True, allow_null=True)
    meeting = serializers.IntegerField(source="meeting_id", read_only=True, allow_null=True)
    vote = serializers.IntegerField(source="vote_id", read_only=True, allow_null=True)

    class Meta:
        model = Office
        fields = [
            "id", "body", "kind", "label", "name", "membership", "post", "start", "end", "meeting", "method",
            "vote", "yes", "no", "abstain",
        ]  # fmt: skip


class TermSerializer(serializers.ModelSerializer[Term]):
    """제n기."""

    body = serializers.IntegerField(source="body_id", read_only=True)

    class Meta:
        model = Term
        fields = ["id", "body", "number", "start", "end", "printed"]


class ExemptionSerializer(serializers.ModelSerializer[GenderExemption]):
    """성별 비율의 예외."""

    class Meta:
        model = GenderExemption
        fields = ["id", "valid_from", "valid_until", "decided_by", "decided_on", "reason"]


class GaugeSerializer(serializers.Serializer[Any]):
    """위촉직 성별 현황."""

    seats = serializers.IntegerField()
    female = serializers.IntegerField()
    male = serializers.IntegerField()
    unknown = serializers.IntegerField()
    share = serializers.DecimalField(max_digits=4, decimal_places=1, allow_null=True)
    ceiling = serializers.IntegerField(allow_null=True)
    limit = serializers.IntegerField(allow_null=True)
    over = serializers.BooleanField()
    sentence = serializers.CharField()


class DongCountSerializer(serializers.Serializer[Any]):
    """How many live there."""

    name = serializers.CharField()
    n = serializers.IntegerField()

    def to_representation(self, pair: Any) -> dict[str, Any]:
        name, n = pair
        return {"name": name, "n": n}


class SpreadSerializer(serializers.Serializer[Any]):
    """청년과 동."""

    sitting = serializers.IntegerField()
    youth = serializers.IntegerField()
    aged = serializers.IntegerField()
    dongs = DongCountSerializer(many=True)


class ManifoldSerializer(serializers.Serializer[Any]):
    """겸임."""

    name = serializers.CharField()
    bodies = serializers.ListField(child=serializers.CharField())


class KeptBalanceSerializer(serializers.Serializer[Any]):
    """What only the department and the audit read of it."""

    spread = SpreadSerializer()
    many_bodies = ManifoldSerializer(many=True)
    ending = MembershipSerializer(many=True)
    exemption = ExemptionSerializer(allow_null=True)


class BalanceSerializer(serializers.Serializer[Any]):
    """How a body stands on a day."""

    on = serializers.DateField()
    gauge = GaugeSerializer(allow_null=True)
    kept = KeptBalanceSerializer(allow_null=True)


class SheetSerializer(serializers.Serializer[Any]):
    """인적사항."""

    gender = serializers.ChoiceField(Gender.choices, allow_blank=True)
    birth_year = serializers.IntegerField(allow_null=True)
    phone = serializers.CharField(allow_blank=True)


class MembershipDoneSerializer(MembershipSerializer):
    """A membership after an act."""

    seq = serializers.IntegerField(read_only=True)

    class Meta(MembershipSerializer.Meta):
        fields = [*MembershipSerializer.Meta.fields, "seq"]


class OfficeDoneSerializer(OfficeHeldSerializer):
    """An office after an act."""

    seq = serializers.IntegerField(read_only=True)

    class Meta(OfficeHeldSerializer.Meta):
        fields = [*OfficeHeldSerializer.Meta.fields, "seq"]


class TermDoneSerializer(TermSerializer):
    """A term after an act."""

    seq = serializers.IntegerField(read_only=True)

    class Meta(TermSerializer.Meta):
        fields = [*TermSerializer.Meta.fields, "seq"]


class ExemptionDoneSerializer(ExemptionSerializer):
    """An exemption after an act."""

    seq = serializers.IntegerField(read_only=True)

    class Meta(ExemptionSerializer.Meta):
        fields = [*ExemptionSerializer.Meta.fields, "seq"]


class NewMembershipSerializer(ActSerializer):
    """위촉. With an e-mail address an account is appointed; without one somebody who has none."""

    seat = Within(queryset=Seat.objects.select_related("body__parent"))
    email = serializers.CharField(required=False, allow_blank=True, max_length=254)
    name = serializers.CharField(max_length=200)
    affiliation = serializers.CharField(required=False, allow_blank=True, max_length=200)
    start = serializers.DateField()
    renewal_no = serializers.IntegerField(required=False, min_value=0, max_value=99)
    predecessor = Within(queryset=Membership.objects.all(), required=False, allow_null=True)
    gender = serializers.ChoiceField(Gender.choices, required=False, allow_blank=True)
    birth_year = serializers.IntegerField(required=False, allow_null=True, **YEAR)
    phone = serializers.CharField(required=False, allow_blank=True, max_length=40)


class EndMembershipSerializer(ActSerializer):
    """해촉·사임: the last day, the ground, and how it came where the ground asks for it."""

    on = serializers.DateField()
    reason = serializers.CharField(max_length=20)
    note = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class NewOfficeSerializer(ActSerializer):
    """선출. A member or a post; by consent or by hands in a meeting, or by whoever appoints."""

    kind = serializers.CharField(max_length=20)
    title = serializers.CharField(required=False, allow_blank=True, max_length=200)
    membership = Within(queryset=Membership.objects.all(), required=False, allow_null=True)
    post = Within(queryset=Post.objects.all(), required=False, allow_null=True)
    start = serializers.DateField()
    meeting = Within(queryset=Meeting.objects.all(), required=False, allow_null=True)
    vote = Within(queryset=Vote.objects.all(), required=False, allow_null=True)
    method = serializers.CharField(required=False, allow_blank=True, max_length=20)
    yes = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=MOST_HANDS)
    no = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=MOST_HANDS)
    abstain = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=MOST_HANDS)


class EndOfficeSerializer(ActSerializer):
    """The last day in it."""

    on = serializers.DateField()


class NewTermSerializer(ActSerializer):
    """제n기. Without an end it is as long as the rule says."""

    number = serializers.IntegerField(min_value=1, max_value=999)
    start = serializers.DateField()
    end = serializers.DateField(required=False, allow_null=True)
    printed = serializers.CharField(required=False, allow_blank=True, max_length=60)


class NewExemptionSerializer(ActSerializer):
    """Who let it pass, when, and until when."""

    valid_from = serializers.DateField()
    valid_until = serializers.DateField(required=False, allow_null=True)
    decided_by = serializers.CharField(max_length=200)
    decided_on = serializers.DateField()
    reason = serializers.CharField(max_length=2000)


class NewSheetSerializer(ActSerializer):
    """What somebody declared; what is left out stays."""

    gender = serializers.CharField(required=False, allow_blank=True, max_length=10)
    birth_year = serializers.IntegerField(required=False, allow_null=True, **YEAR)
    phone = serializers.CharField(required=False, allow_blank=True, max_length=40)


class SheetDoneSerializer(SeqSerializer):
    """That it was written; what, only a reading tells."""

    changed_at = serializers.DateTimeField()


class MoveSerializer(serializers.Serializer[Any]):
    """Who takes a post; nobody, where `email` is empty."""

    post = Within(queryset=Post.objects.all())
    email = serializers.CharField(allow_blank=True, max_length=254)


class NewTransferSerializer(ActSerializer):
    """인사발령. One order, several posts, one day."""

    order_no = serializers.CharField(max_length=200)
    on = serializers.DateField()
    moves = MoveSerializer(many=True, allow_empty=False, max_length=MOST_MOVES)  # type: ignore[call-arg]


class PostingSerializer(serializers.Serializer[Any]):
    """A post, and whether it is held from that day."""

    post = serializers.IntegerField(source="pk")
    title = serializers.CharField()
    held = serializers.BooleanField()


class TransferDoneSerializer(SeqSerializer):
    """The posts of the order as they stand on its day."""

    order_no = serializers.CharField()
    on = serializers.DateField()
    posts = PostingSerializer(many=True)


class ActingChairSerializer(ActSerializer):
    """직무대행. The seat of a member who is there, and why."""

    seat = serializers.IntegerField(min_value=1, max_value=MAX_INTEGER)
    reason = serializers.CharField(max_length=400)
    agreed = serializers.BooleanField(required=False)


class MembershipsAsked(serializers.Serializer[Any]):
    """How the list may be narrowed."""

    on = serializers.DateField(required=False, help_text="그날 재임한 위원만")


class BalanceAsked(serializers.Serializer[Any]):
    """On which day."""

    on = serializers.DateField(required=False, help_text="기준일. 맡은 부서와 감사 담당만 다른 날을 봅니다.")
