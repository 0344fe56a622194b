from django.urls import path

from guanxi.interfaces.workspace.classification import (
    backbone,
    close,
    migration,
    moves,
    policy,
    segments,
    views,
)

urlpatterns = [
    path("classification/", views.newest, name="classification"),
    path("classification/<int:pk>/", views.show, name="classification_run"),
    path("classification/run/", views.classify, name="classification_now"),
    path("classification/moves/", moves.index, name="classification_moves"),
    path("classification/migration/", migration.index, name="migration"),
    path("classification/segments/", segments.index, name="segments"),
    path("classification/backbone/", backbone.index, name="backbone"),
    path("classification/close/", close.index, name="close"),
    path("classification/close/review/", close.review, name="close_review"),
    path("classification/close/now/", close.close, name="close_period"),
    path("classification/policy/", policy.index, name="policy"),
    path("classification/policy/new/", policy.new, name="policy_new"),
]
