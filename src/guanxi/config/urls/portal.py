from django.urls import include, path

urlpatterns = [path("", include("guanxi.interfaces.portal.urls"))]

handler400 = "guanxi.interfaces.http.errors.bad_request"
handler500 = "guanxi.interfaces.http.errors.server_error"
