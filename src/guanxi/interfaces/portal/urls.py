from django.urls import path

from guanxi.interfaces.portal import views

app_name = "portal"
urlpatterns = [path("", views.closed, name="closed")]
