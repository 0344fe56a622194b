from django.urls import path

from guanxi.interfaces.workspace.shipments import views

urlpatterns = [path("shipments/", views.index, name="shipments")]
