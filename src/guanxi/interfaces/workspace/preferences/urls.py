from django.urls import path

from guanxi.interfaces.workspace.preferences import views

urlpatterns = [path("preferences/theme/", views.theme, name="theme")]
