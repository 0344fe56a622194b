from django.urls import path

from guanxi.interfaces.workspace.customers import bulk, cell_editing, panel
from guanxi.interfaces.workspace.lists import views

urlpatterns = [
    path("lists/<str:subject>/views/new/", views.save_as, name="view_new"),
    path("lists/<str:subject>/columns/", views.draw_columns, name="list_columns"),
    path("views/<int:pk>/save/", views.save, name="view_save"),
    path("views/<int:pk>/delete/", views.delete, name="view_delete"),
    path("customers/<int:pk>/fields/<str:key>/", cell_editing.edit_field, name="customer_field"),
    path("customers/<int:pk>/panel/", panel.show, name="customer_panel"),
    path("customers/bulk/", bulk.order, name="bulk_edit_new"),
    path("bulk-edits/<int:pk>/", bulk.result, name="bulk_edit"),
    path("bulk-edits/<int:pk>/undo/", bulk.undo, name="bulk_edit_undo"),
]
