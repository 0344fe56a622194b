from django.urls import path

from guanxi.interfaces.workspace.audiences import views

urlpatterns = [
    path("audiences/", views.index, name="audiences"),
    path("audiences/campaigns/<int:pk>/<str:step>/", views.members, name="campaign_members"),
]
