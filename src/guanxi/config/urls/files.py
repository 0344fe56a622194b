from django.urls import URLPattern, URLResolver

# Downloads live on an origin of their own; nothing is offered for download yet, so all is 404.
urlpatterns: list[URLPattern | URLResolver] = []

handler400 = "guanxi.interfaces.http.errors.bad_request"
handler500 = "guanxi.interfaces.http.errors.server_error"
