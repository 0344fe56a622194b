from django.urls import path

from guanxi.interfaces.workspace.worklist import views

urlpatterns = [
    path("", views.index, name="worklist"),
    path("tasks/new/", views.create, name="task_new"),
    path("tasks/<int:pk>/complete/", views.complete, name="task_complete"),
]
