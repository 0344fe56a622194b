from django.urls import path

from guanxi.interfaces.workspace.operator_log import views

urlpatterns = [path("operator-log/", views.index, name="operator_log")]
