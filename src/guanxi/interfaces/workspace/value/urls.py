from django.urls import path

from guanxi.interfaces.workspace.value import budget, customer, deeds, overview

urlpatterns = [
    path("value/", overview.overview, name="value"),
    path("budget/", budget.index, name="budget"),
    path("budget/new/", budget.new, name="budget_new"),
    path("budget/approvals/<int:pk>/", deeds.decide, name="budget_decide"),
    path("customers/<int:pk>/value/", customer.value, name="customer_value"),
    path("customers/<int:pk>/value/spend/", deeds.spend, name="budget_spend"),
    path("customers/<int:pk>/value/overspend/", deeds.ask, name="budget_ask"),
]
