from django.urls import path

from guanxi.interfaces.workspace.lists import views

urlpatterns = [
    path("lists/<str:subject>/views/new/", views.save_as, name="view_new"),
    path("lists/<str:subject>/columns/", views.draw_columns, name="list_columns"),
    path("views/<int:pk>/save/", views.save, name="view_save"),
    path("views/<int:pk>/delete/", views.delete, name="view_delete"),
]
