from django.urls import path

from guanxi.interfaces.workspace.exports import views

urlpatterns = [
    path("exports/", views.index, name="exports"),
    path("exports/new/", views.new, name="export_new"),
    path("exports/<int:pk>/file/", views.download, name="export_file"),
]
