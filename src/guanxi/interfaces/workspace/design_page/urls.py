from django.urls import path

from guanxi.interfaces.workspace.design_page import views

urlpatterns = [path("design/", views.show, name="design")]
