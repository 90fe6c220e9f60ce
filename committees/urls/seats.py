"""Addresses of seats, offices and terms below /api/v1/."""

from django.urls import path

from committees.views import seats

api_urlpatterns = [
    path("body-kinds/", seats.BodyKinds.as_view(), name="api-body-kinds"),
    path("end-grounds/", seats.EndGrounds.as_view(), name="api-end-grounds"),
    path("bodies/<int:id>/memberships/", seats.Memberships.as_view(), name="api-body-memberships"),
    path("bodies/<int:id>/offices/", seats.Offices.as_view(), name="api-body-offices"),
    path("bodies/<int:id>/terms/", seats.Terms.as_view(), name="api-body-terms"),
    path("bodies/<int:id>/balance/", seats.Balance.as_view(), name="api-body-balance"),
    path("bodies/<int:id>/exemptions/", seats.Exemptions.as_view(), name="api-body-exemptions"),
    path("memberships/<int:id>/end/", seats.MembershipEnd.as_view(), name="api-membership-end"),
    path("memberships/<int:id>/sheet/", seats.MembershipSheet.as_view(), name="api-membership-sheet"),
    path("offices/<int:id>/end/", seats.OfficeEnd.as_view(), name="api-office-end"),
    path("transfers/", seats.Transfers.as_view(), name="api-transfers"),
    path("meetings/<int:id>/acting-chair/", seats.ActingChair.as_view(), name="api-meeting-acting-chair"),
]
