from guanxi.domain.views.models.bulk_edit import BulkChange, BulkEdit
from guanxi.domain.views.models.saved_view import ColumnWidths, SavedView

__all__ = ["BulkChange", "BulkEdit", "ColumnWidths", "SavedView"]
