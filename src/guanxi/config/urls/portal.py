from django.urls import include, path

urlpatterns = [path("", include("guanxi.interfaces.portal.urls"))]
