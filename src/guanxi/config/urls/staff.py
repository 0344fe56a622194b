from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from guanxi.interfaces.http.access import anyone_may

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("guanxi.interfaces.workspace.urls")),
    path("account/", include("guanxi.interfaces.workspace.account.urls")),
    path("preferences/language/", anyone_may(set_language), name="set_language"),
]

handler400 = "guanxi.interfaces.http.errors.bad_request"
handler500 = "guanxi.interfaces.http.errors.server_error"
