"""The doors at the staff desk."""

from django.urls import URLPattern, URLResolver, path
from django.views.decorators.cache import never_cache

from pledges.views.desk_amendments import Amendments
from pledges.views.desk_board import Approvals, Board, New
from pledges.views.desk_closings import ClosingPage, Closings
from pledges.views.desk_entries import Entries, Spendings
from pledges.views.desk_measures import Measures
from pledges.views.desk_plan import PlanPage
from pledges.views.importing import Import

desk_urlpatterns: list[URLPattern | URLResolver] = [
    path("pledges/", never_cache(Board.as_view()), name="desk-pledges"),
    path("pledges/new/", never_cache(New.as_view()), name="desk-pledge-new"),
    path("pledges/import/", never_cache(Import.as_view()), name="desk-pledge-import"),
    path("pledges/approvals/", never_cache(Approvals.as_view()), name="desk-pledge-approvals"),
    path("pledges/<int:pk>/", never_cache(PlanPage.as_view()), name="desk-pledge"),
    path("pledges/<int:pk>/entries/", never_cache(Entries.as_view()), name="desk-pledge-entries"),
    path("pledges/<int:pk>/spending/", never_cache(Spendings.as_view()), name="desk-pledge-spending"),
    path("pledges/<int:pk>/measures/", never_cache(Measures.as_view()), name="desk-pledge-measures"),
    path("pledges/<int:pk>/amendments/", never_cache(Amendments.as_view()), name="desk-pledge-amendments"),
    path("pledges/<int:pk>/closings/", never_cache(Closings.as_view()), name="desk-pledge-closings"),
    path(
        "pledges/<int:pk>/closings/<int:closing>/",
        never_cache(ClosingPage.as_view()),
        name="desk-pledge-closing",
    ),
]
