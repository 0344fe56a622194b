from allauth.urls import urlpatterns as allauth_routes
from django.urls import path

from guanxi.interfaces.workspace.account import views
from guanxi.interfaces.workspace.account.access import guarded

urlpatterns = [
    path("first-sign-in/<str:token>/", views.first_sign_in, name="first_sign_in"),
    *guarded(allauth_routes),
]
