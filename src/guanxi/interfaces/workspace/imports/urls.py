from django.urls import path

from guanxi.interfaces.workspace.imports import history, results

urlpatterns = [
    path("imports/", history.index, name="imports"),
    path("imports/runs/<int:pk>/", results.show, name="import_run"),
    path("imports/runs/<int:pk>/rejected/", results.rejected_file, name="import_rejected"),
]
