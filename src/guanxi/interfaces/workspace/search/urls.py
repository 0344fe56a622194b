from django.urls import path

from guanxi.interfaces.workspace.search import views

urlpatterns = [path("search/", views.index, name="search")]
