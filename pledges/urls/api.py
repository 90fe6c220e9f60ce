"""The doors for machines."""

from django.urls import URLPattern, URLResolver, path

from pledges.views import acting, api, changing, evaluation, importing_api

api_urlpatterns: list[URLPattern | URLResolver] = [
    path("pledges/", acting.PledgeMaking.as_view(), name="api-pledges"),
    # A code is digits, and neither of these is.
    path("pledges/import/", importing_api.Imports.as_view(), name="api-pledge-import"),
    path("pledges/evaluation/", evaluation.PledgeEvaluation.as_view(), name="api-pledge-evaluation"),
    path("pledges/<slug:code>/", acting.PledgePlan.as_view(), name="api-pledge"),
    path("pledges/<slug:code>/publish/", acting.PledgePublication.as_view(), name="api-pledge-publish"),
    path("pledges/<slug:code>/discard/", acting.PledgeDiscard.as_view(), name="api-pledge-discard"),
    path("pledges/<slug:code>/status/", acting.PledgeStatus.as_view(), name="api-pledge-status"),
    path("pledges/<slug:code>/entries/", acting.PledgeDoings.as_view(), name="api-pledge-entries"),
    path("pledges/<slug:code>/spendings/", acting.PledgeSpending.as_view(), name="api-pledge-spendings"),
    path(
        "pledges/<slug:code>/milestones/<int:order>/finish/",
        acting.PledgeMilestone.as_view(),
        name="api-pledge-milestone",
    ),
    path("pledges/<slug:code>/measures/", acting.PledgeMeasures.as_view(), name="api-pledge-measures"),
    path("pledges/<slug:code>/measures/<int:id>/", api.MeasureEvidence.as_view(), name="api-pledge-measure"),
    path("pledges/<slug:code>/basis/", acting.PledgeBasis.as_view(), name="api-pledge-basis"),
    path("pledges/<slug:code>/amendments/", changing.PledgeChanges.as_view(), name="api-pledge-amendments"),
    path("pledges/<slug:code>/closings/", changing.PledgeReport.as_view(), name="api-pledge-report"),
    path("pledge-entries/<int:id>/withdraw/", acting.EntryWithdrawal.as_view(), name="api-entry-withdraw"),
    path(
        "pledge-spendings/<int:id>/withdraw/",
        acting.SpendingWithdrawal.as_view(),
        name="api-spending-withdraw",
    ),
    path(
        "pledge-amendments/<int:id>/introduce/",
        changing.AmendmentIntroduction.as_view(),
        name="api-amendment-introduce",
    ),
    path("pledge-amendments/<int:id>/bind/", changing.AmendmentBinding.as_view(), name="api-amendment-bind"),
    path(
        "pledge-amendments/<int:id>/enact/", changing.AmendmentEnactment.as_view(), name="api-amendment-enact"
    ),
    path("pledge-amendments/<int:id>/drop/", changing.AmendmentDropping.as_view(), name="api-amendment-drop"),
    path("pledge-closings/", api.PledgeClosings.as_view(), name="api-closings"),
    path("pledge-closings/<int:id>/submit/", changing.ClosingSubmission.as_view(), name="api-closing-submit"),
    path("pledge-closings/<int:id>/approve/", changing.ClosingApproval.as_view(), name="api-closing-approve"),
    path("pledge-closings/<int:id>/return/", changing.ClosingReturn.as_view(), name="api-closing-return"),
]
