from django.urls import include, path

app_name = "workspace"
urlpatterns = [
    path("", include(f"guanxi.interfaces.workspace.{room}.urls"))
    for room in (
        "worklist",
        "customers",
        "lists",
        "shipments",
        "classification",
        "audiences",
        "value",
        "imports",
        "exports",
        "operator_log",
        "preferences",
        "search",
        "design_page",
    )
]
