"""Proposals as the API gives and takes them."""

from typing import Any

from rest_framework import serializers

from deliberation.models import Category, Proposal, Share
from deliberation.serializers.questions import AttachmentSerializer, OfficeSerializer
from deliberation.serializers.talk import RefSerializer
from district.intake import MAX_INTEGER
from papers.models import Attachment
from referrals.serializers import ReferralSerializer


class CategorySerializer(serializers.ModelSerializer[Category]):
    """Under what proposals are filed."""

    department = OfficeSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Category
        fields = ["code", "label", "department"]


class ProposerSerializer(serializers.Serializer[Any]):
    """Who proposes it, with which part; never who it is."""

    name = serializers.CharField()
    percent = serializers.IntegerField()
    main = serializers.BooleanField()


class DongSerializer(serializers.Serializer[Any]):
    """A 동."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class ProposalSerializer(serializers.ModelSerializer[Proposal]):
    """A proposal in a list."""

    url = serializers.CharField(source="get_absolute_url", read_only=True)
    status = serializers.SerializerMethodField()
    status_label = serializers.SerializerMethodField()
    category = CategorySerializer(read_only=True, allow_null=True)
    neighborhood = DongSerializer(read_only=True, allow_null=True)
    author = serializers.CharField(source="author.masked_name", read_only=True)
    thread = serializers.IntegerField(source="thread_id", allow_null=True, read_only=True)
    supports_needed = serializers.IntegerField(source="policy.supports_needed", read_only=True)
    voices = serializers.IntegerField(source="thread.voices", read_only=True)
    voices_needed = serializers.IntegerField(source="policy.voices_needed", read_only=True)
    comments = serializers.IntegerField(source="thread.standing_comments", read_only=True)
    merged_into = serializers.IntegerField(source="merged_into_id", allow_null=True, read_only=True)
    veiled = serializers.SerializerMethodField()
    hidden = serializers.BooleanField(source="is_hidden", read_only=True)
    ground = serializers.CharField(allow_null=True, read_only=True, help_text="가린 까닭: 운영 원칙의 코드")
    tags = serializers.SerializerMethodField()

    class Meta:
        model = Proposal
        fields = [
            "id",
            "url",
            "title",
            "status",
            "status_label",
            "category",
            "neighborhood",
            "author",
            "thread",
            "published_at",
            "collects_until",
            "supports",
            "supports_needed",
            "review_called_at",
            "voices",
            "voices_needed",
            "comments",
            "mayor_called_at",
            "answer_due",
            "end",
            "ended_at",
            "merged_into",
            "veiled",
            "hidden",
            "ground",
            "tags",
        ]

    def to_representation(self, proposal: Proposal) -> dict[str, Any]:
        """Of a veiled one the title, the numbers and what became of it alone."""
        row = super().to_representation(proposal)
        closed: dict[str, Any] = {"author": "", "category": None, "neighborhood": None, "tags": []}
        return row | closed if proposal.veiled_at else row

    def get_status(self, proposal: Proposal) -> str:
        """One of the list's statuses."""
        return proposal.status(self.context["at"])

    def get_status_label(self, proposal: Proposal) -> str:
        """The same for people."""
        return proposal.status_label(self.context["at"])

    def get_veiled(self, proposal: Proposal) -> bool:
        """Whether its author wished the words to be closed."""
        return proposal.veiled_at is not None

    def get_tags(self, proposal: Proposal) -> list[str]:
        """The words under which it is filed."""
        return [tag.name for tag in proposal.tags.all()]


class MilestoneSerializer(serializers.Serializer[Any]):
    """One step of a proposal on its way: who has it, since when, until when."""

    step = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    who = serializers.CharField(allow_blank=True)
    to = serializers.DateTimeField(allow_null=True)
    due = serializers.DateField(allow_null=True)
    state = serializers.ChoiceField(["done", "now", "later"])
    note = serializers.CharField(allow_blank=True)

    def get_fields(self) -> dict[str, Any]:
        # `from` is a word of Python's own.
        fields = super().get_fields()
        fields["from"] = serializers.CharField(allow_null=True, help_text="때, 또는 날만 아는 것은 날")
        return fields


class ProposalDetailSerializer(ProposalSerializer):
    """A proposal with its words and papers, who owes it an answer, and its way so far."""

    body = serializers.SerializerMethodField()
    place = serializers.SerializerMethodField()
    proposers = serializers.SerializerMethodField()
    attachments = serializers.SerializerMethodField()

    class Meta(ProposalSerializer.Meta):
        fields = [
            *ProposalSerializer.Meta.fields,
            "body",
            "place",
            "proposers",
            "attachments",
            "end_reason",
            "transferred_to",
        ]

    def get_body(self, proposal: Proposal) -> str:
        """The words, as everybody may read them."""
        return proposal.shown_body

    def get_place(self, proposal: Proposal) -> str:
        """Where, in words."""
        return "" if proposal.veiled_at else proposal.place

    def get_proposers(self, proposal: Proposal) -> ProposerSerializer(many=True):  # type: ignore[valid-type]
        """The main proposer first; of a veiled one nobody."""
        return [] if proposal.veiled_at else proposers_of(proposal)

    def get_attachments(self, proposal: Proposal) -> AttachmentSerializer(many=True):  # type: ignore[valid-type]
        """The papers everybody may have."""
        return AttachmentSerializer(Attachment.objects.of(proposal).public(), many=True).data


def proposers_of(proposal: Proposal) -> list[dict[str, Any]]:
    """By the names under which they are read."""
    return [
        {"name": person.masked_name, "percent": percent, "main": main}
        for person, percent, main in proposal.proposers()
    ]


class ProposalWholeSerializer(ProposalDetailSerializer):
    """The same with who owes it an answer, and its way; drawn in `rows` and `proposal_course`."""

    referral = ReferralSerializer(allow_null=True)
    mayor_referral = ReferralSerializer(allow_null=True)
    reconsideration = ReferralSerializer(allow_null=True)
    timeline = MilestoneSerializer(many=True)

    class Meta(ProposalDetailSerializer.Meta):
        fields = [
            *ProposalDetailSerializer.Meta.fields,
            "referral",
            "mayor_referral",
            "reconsideration",
            "timeline",
        ]


class ProposalDoneSerializer(ProposalSerializer):
    """A proposal after an act, with the number of the act's event."""

    seq = serializers.IntegerField()

    class Meta(ProposalSerializer.Meta):
        fields = [*ProposalSerializer.Meta.fields, "seq"]


class PartSerializer(serializers.ModelSerializer[Share]):
    """A part that was offered or taken on, as its author sees it."""

    name = serializers.CharField(source="person.masked_name", default=None, allow_null=True)

    class Meta:
        model = Share
        fields = ["key", "label", "percent", "name", "accepted_at", "ended_at"]


class OfferSerializer(PartSerializer):
    """The same for whoever opens the link: what is proposed, by whom, and to which words one agrees."""

    title = serializers.CharField(source="proposal.title", read_only=True)
    body = serializers.CharField(source="proposal.body", read_only=True)
    author = serializers.CharField(source="proposal.author.masked_name", read_only=True)
    consent = serializers.IntegerField(allow_null=True)

    class Meta(PartSerializer.Meta):
        fields = [*PartSerializer.Meta.fields, "title", "body", "author", "consent"]


class DraftSerializer(serializers.ModelSerializer[Proposal]):
    """A draft, for its author and for those who joined it."""

    url = serializers.CharField(source="get_absolute_url", read_only=True)
    category = serializers.CharField(source="category.code", default=None, allow_null=True)
    neighborhood = serializers.IntegerField(source="neighborhood_id", allow_null=True)
    own_percent = serializers.IntegerField(read_only=True)
    shares = PartSerializer(many=True, read_only=True)
    attachments = serializers.SerializerMethodField()
    tags = serializers.SerializerMethodField()

    class Meta:
        model = Proposal
        fields = [
            "key",
            "url",
            "title",
            "body",
            "category",
            "neighborhood",
            "place",
            "tags",
            "own_percent",
            "shares",
            "attachments",
            "drafted_at",
            "saved_at",
        ]

    def get_tags(self, proposal: Proposal) -> list[str]:
        """The words under which it will be filed."""
        return [tag.name for tag in proposal.tags.all()]

    def get_attachments(self, proposal: Proposal) -> AttachmentSerializer(many=True):  # type: ignore[valid-type]
        """Its papers."""
        return AttachmentSerializer(Attachment.objects.of(proposal), many=True).data


class PartDoneSerializer(PartSerializer):
    """A part after an act."""

    seq = serializers.IntegerField()

    class Meta(PartSerializer.Meta):
        fields = [*PartSerializer.Meta.fields, "seq"]


class DraftDoneSerializer(DraftSerializer):
    """A draft after an act."""

    seq = serializers.IntegerField()

    class Meta(DraftSerializer.Meta):
        fields = [*DraftSerializer.Meta.fields, "seq"]


class MineSerializer(serializers.Serializer[Any]):
    """What one writes, and what one has put before the public."""

    drafts = DraftSerializer(many=True)
    proposals = ProposalSerializer(many=True)


class SimilarSerializer(serializers.Serializer[Any]):
    """Proposals that speak of the same."""

    results = ProposalSerializer(many=True)


class TimelineSerializer(serializers.Serializer[Any]):
    """Every step, those to come as well."""

    results = MilestoneSerializer(many=True)


class ProposalsAsked(serializers.Serializer[Any]):
    """How a list of proposals may be narrowed and ordered."""

    status = serializers.ChoiceField(Proposal.Status.choices, required=False, help_text="상태")
    category = serializers.SlugField(required=False, help_text="분야")
    dong = serializers.IntegerField(required=False, min_value=1, max_value=MAX_INTEGER, help_text="동 번호")
    tag = serializers.CharField(max_length=100, required=False, help_text="주제어")
    q = serializers.CharField(max_length=200, required=False, help_text="찾는 말")
    order = serializers.ChoiceField(
        [("newest", "최신순"), ("supports", "공감 많은 순")], required=False, help_text="순서"
    )


class SimilarAsked(serializers.Serializer[Any]):
    """What one is about to propose."""

    title = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    body = serializers.CharField(max_length=5_000, required=False, allow_blank=True, default="")
    besides = serializers.IntegerField(required=False, min_value=1)


class DraftWordsSerializer(RefSerializer):
    """What was written so far; what is left out stays as it was."""

    title = serializers.CharField(required=False, allow_blank=True)
    body = serializers.CharField(required=False, allow_blank=True)
    category = serializers.CharField(required=False, allow_blank=True, allow_null=True)
    neighborhood = serializers.IntegerField(required=False, allow_null=True)
    place = serializers.CharField(required=False, allow_blank=True)
    tags = serializers.ListField(child=serializers.CharField(), required=False)


class DraftSavingSerializer(DraftWordsSerializer):
    """The same with the time at which this tab read the draft."""

    saved_at = serializers.DateTimeField(required=False, allow_null=True)


class AgreeingSerializer(RefSerializer):
    """The wording that was shown and agreed to."""

    consent = serializers.IntegerField()


class InvitingSerializer(RefSerializer):
    """Whom the author means, and with which part."""

    label = serializers.CharField(max_length=40)  # type: ignore[assignment]
    percent = serializers.IntegerField(min_value=1, max_value=99)


class ReasonSerializer(RefSerializer):
    """Why, if one wishes to say so."""

    reason = serializers.CharField(required=False, allow_blank=True, max_length=500)


class SupplyingSerializer(RefSerializer):
    """What was asked for, in words and papers; as multipart/form-data where there are papers."""

    words = serializers.CharField(max_length=5000)
    papers = serializers.ListField(child=serializers.FileField(), required=False)


class TransferSerializer(RefSerializer):
    """To which office, and why."""

    to = serializers.CharField(max_length=120)
    reason = serializers.CharField(max_length=500)


class MergingSerializer(ReasonSerializer):
    """Into which of those received before."""

    into = serializers.IntegerField()


class ReconsideringSerializer(RefSerializer):
    """Why it should be looked at again."""

    words = serializers.CharField(max_length=5_000)
