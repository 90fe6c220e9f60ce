"""The doors to the official form of a pledge."""

from django.urls import path

from pledges.views import card

ONE = "pledges/<int:administration>/<str:code>/card/"

card_urlpatterns = [
    path(ONE, card.card, name="pledge-card"),
    path(f"{ONE}<str:form>/", card.paper, name="pledge-card-file"),
]
