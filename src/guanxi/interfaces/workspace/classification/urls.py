from django.urls import path

from guanxi.interfaces.workspace.classification import views

urlpatterns = [
    path("classification/", views.newest, name="classification"),
    path("classification/<int:pk>/", views.show, name="classification_run"),
]
