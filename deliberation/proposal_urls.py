"""Addresses at which people write, read, agree with and handle proposals."""

from django.urls import URLPattern, path

from deliberation.views import drafts as api_drafts
from deliberation.views import moderation, objections
from deliberation.views import proposal_drafts as drafts
from deliberation.views import proposal_pages as pages
from deliberation.views import proposal_shares as shares
from deliberation.views import proposals as api
from deliberation.views.yearly import yearly

api_urlpatterns: list[URLPattern] = [
    path("proposals/", api.Proposals.as_view(), name="api-proposals"),
    path("proposals/mine/", api_drafts.MyProposals.as_view(), name="api-my-proposals"),
    path("proposals/similar/", api.SimilarProposals.as_view(), name="api-similar-proposals"),
    path("proposals/drafts/<uuid:key>/", api_drafts.Draft.as_view(), name="api-draft"),
    path(
        "proposals/drafts/<uuid:key>/publish/",
        api_drafts.DraftPublication.as_view(),
        name="api-draft-publication",
    ),
    path("proposals/drafts/<uuid:key>/shares/", api_drafts.DraftShares.as_view(), name="api-draft-shares"),
    path("proposals/shares/<uuid:key>/", api_drafts.Offer.as_view(), name="api-share"),
    path(
        "proposals/shares/<uuid:key>/accept/", api_drafts.OfferAcceptance.as_view(), name="api-share-accept"
    ),
    path(
        "proposals/shares/<uuid:key>/decline/", api_drafts.OfferDeclining.as_view(), name="api-share-decline"
    ),
    path("proposals/<int:id>/", api.ProposalDetail.as_view(), name="api-proposal"),
    path("proposals/<int:id>/timeline/", api.ProposalTimeline.as_view(), name="api-proposal-timeline"),
    path("proposals/<int:id>/support/", api.ProposalSupport.as_view(), name="api-proposal-support"),
    path("proposals/<int:id>/withdraw/", api.ProposalWithdrawal.as_view(), name="api-proposal-withdrawal"),
    path("proposals/<int:id>/transfer/", api.ProposalTransfer.as_view(), name="api-proposal-transfer"),
    path("proposals/<int:id>/civil/", api.ProposalCivil.as_view(), name="api-proposal-civil"),
    path("proposals/<int:id>/merge/", api.ProposalMerging.as_view(), name="api-proposal-merging"),
    path("proposals/<int:id>/veil/", api.ProposalVeil.as_view(), name="api-proposal-veil"),
    path("proposals/<int:id>/supplement/", api.ProposalSupplement.as_view(), name="api-proposal-supplement"),
    path(
        "proposals/<int:id>/reconsider/",
        api.ProposalReconsideration.as_view(),
        name="api-proposal-reconsideration",
    ),
    path("proposals/<int:id>/hide/", moderation.ProposalHiding.as_view(), name="api-proposal-hiding"),
    *(
        path(f"proposals/<int:id>/{address}", view.as_view(), name=f"api-proposal-{name}")
        for address, name, view in moderation.doors("proposal")
    ),
    path("proposal-categories/", api.Categories.as_view(), name="api-proposal-categories"),
]

site_urlpatterns: list[URLPattern] = [
    path("proposals/new/", drafts.begin, name="begin-proposal"),
    path("proposals/mine/", pages.mine, name="my-proposals"),
    path("proposals/years/", yearly, name="proposal-years"),
    path("proposals/drafts/<uuid:key>/", drafts.write, name="write-proposal"),
    path("proposals/drafts/<uuid:key>/people/", shares.people, name="proposal-people"),
    path("proposals/drafts/<uuid:key>/invite/", shares.invite, name="invite-share"),
    path("proposals/drafts/<uuid:key>/publish/", drafts.look_again, name="look-again"),
    path("proposals/drafts/<uuid:key>/publish/now/", drafts.publish, name="publish-proposal"),
    path("proposals/drafts/<uuid:key>/discard/", drafts.discard, name="discard-draft"),
    path("proposals/shares/<uuid:key>/drop/", shares.drop, name="drop-share"),
    path("proposals/invited/<uuid:key>/", shares.invited, name="invited"),
    path("proposals/invited/<uuid:key>/accept/", shares.accept, name="accept-share"),
    path("proposals/invited/<uuid:key>/decline/", shares.decline, name="decline-share"),
    path("proposals/<int:id>/", pages.proposal, name="proposal"),
    path("proposals/<int:id>/support/", pages.support, name="support-proposal"),
    *(
        path(f"proposals/<int:id>/{name}/", view, {"noun": "proposal"}, name=f"{named}-proposal")
        for name, view, named in objections.PAGES
    ),
    *(
        path(f"proposals/<int:id>/{name}/", pages.act, {"name": name}, name=f"{name}-proposal")
        for name in pages.ACTS
    ),
]
