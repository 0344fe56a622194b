from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("guanxi.interfaces.workspace.urls")),
    path("account/", include("guanxi.interfaces.workspace.account.urls")),
]
