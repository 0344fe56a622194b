from django.urls import path

from guanxi.interfaces.workspace.imports import (
    checking,
    columns,
    discarding,
    history,
    progress,
    receiving,
    results,
    undoing,
)

urlpatterns = [
    path("imports/", history.index, name="imports"),
    path("imports/new/", receiving.new, name="import_new"),
    path("imports/template/", receiving.template, name="import_template"),
    path("imports/<int:pk>/", receiving.upload, name="import_upload"),
    path("imports/<int:pk>/file/", receiving.look, name="import_file"),
    path("imports/<int:pk>/columns/", columns.assign, name="import_columns"),
    path("imports/<int:pk>/columns/save/", columns.save, name="import_save_mapping"),
    path("imports/<int:pk>/check/", checking.check, name="import_check"),
    path("imports/<int:pk>/mend/", checking.mend, name="import_mend"),
    path("imports/<int:pk>/rows/<int:number>/", checking.row, name="import_row"),
    path("imports/<int:pk>/replace/", checking.replace_all, name="import_replace"),
    path("imports/<int:pk>/commit/", checking.commit, name="import_commit"),
    path("imports/<int:pk>/again/", discarding.try_again, name="import_again"),
    path("imports/<int:pk>/discard/", discarding.discard, name="import_discard"),
    path("imports/<int:pk>/progress/", progress.progress, name="import_progress"),
    path("imports/<int:pk>/result/", results.of_upload, name="import_result"),
    path("imports/runs/<int:pk>/", results.show, name="import_run"),
    path("imports/runs/<int:pk>/rejected/", results.rejected_file, name="import_rejected"),
    path("imports/runs/<int:pk>/undo/", undoing.undo, name="import_undo"),
]
