"""Addresses of tasks and recommendations: below /api/v1/, at the root, and at the desk."""

from django.urls import path
from django.views.decorators.cache import never_cache

from committees.views import recommendations, recommendations_api, tasks, tasks_api
from committees.views import recommendations_desk as referring
from committees.views import tasks_desk as desk
from committees.work_feeds import feed_recommendations

api_urlpatterns = [
    path("assignments/", tasks_api.Assignments.as_view(), name="api-assignments"),
    path("assignments/<int:id>/", tasks_api.AssignmentDetail.as_view(), name="api-assignment"),
    path("assignments/<int:id>/give/", tasks_api.AssignmentGiving.as_view(), name="api-assignment-give"),
    path(
        "assignments/<int:id>/remind/", tasks_api.AssignmentReminder.as_view(), name="api-assignment-remind"
    ),
    path("assignments/<int:id>/report/", tasks_api.AssignmentReport.as_view(), name="api-assignment-report"),
    path("assignments/<int:id>/panels/", tasks_api.AssignmentPanels.as_view(), name="api-assignment-panels"),
    path("bodies/<int:id>/assignments/", tasks_api.BodyAssignments.as_view(), name="api-body-assignments"),
    path("recommendations/", recommendations_api.Recommendations.as_view(), name="api-recommendations"),
    path(
        "recommendations/<int:id>/",
        recommendations_api.RecommendationDetail.as_view(),
        name="api-recommendation",
    ),
    path(
        "recommendations/<int:id>/refer/",
        recommendations_api.RecommendationReferral.as_view(),
        name="api-recommendation-refer",
    ),
    path(
        "recommendations/<int:id>/withdraw/",
        recommendations_api.RecommendationWithdrawal.as_view(),
        name="api-recommendation-withdraw",
    ),
    path(
        "bodies/<int:id>/recommendations/",
        recommendations_api.BodyRecommendations.as_view(),
        name="api-body-recommendations",
    ),
]

site_urlpatterns = [
    path("assignments/<int:pk>/", tasks.assignment, name="assignment"),
    path("recommendations/", recommendations.recommendations, name="recommendations"),
    path("recommendations/<int:pk>/", recommendations.recommendation, name="recommendation"),
    path("recommendations/<int:pk>/withdraw/", recommendations.withdraw, name="recommendation-withdraw"),
    path("bodies/<int:pk>/recommend/", recommendations.recommend, name="recommend"),
    path("feeds/recommendations.atom", feed_recommendations, name="feed-recommendations"),
]

desk_urlpatterns = [
    path("assignments/", never_cache(desk.Tasks.as_view()), name="desk-assignments"),
    path("assignments/new/", never_cache(desk.NewTask.as_view()), name="desk-assignment-new"),
    path("assignments/<int:pk>/", never_cache(desk.Task.as_view()), name="desk-assignment"),
    path("assignments/<int:pk>/people/", never_cache(desk.People.as_view()), name="desk-assignment-people"),
    path("assignments/<int:pk>/report.<slug:form>", desk.report_file, name="desk-assignment-file"),
    path("recommendations/", never_cache(referring.Recommendations.as_view()), name="desk-recommendations"),
]
