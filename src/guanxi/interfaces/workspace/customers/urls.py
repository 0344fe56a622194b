from django.urls import include, path

from guanxi.interfaces.workspace.customers import (
    backbone_deeds,
    editing,
    key_fields,
    money,
    override_deeds,
    profiling_deeds,
    record,
    sealed,
    standing,
    views,
    why,
)

# What people decide about where a customer stands.
decisions = [
    path("", standing.standing, name="customer_standing"),
    path("override/new/", override_deeds.ask, name="override_new"),
    path("override/<int:override_pk>/approve/", override_deeds.approve, name="override_approve"),
    path("override/<int:override_pk>/decline/", override_deeds.decline, name="override_decline"),
    path("override/<int:override_pk>/end/", override_deeds.end, name="override_end"),
    path("backbone/<int:case_pk>/confirm/", backbone_deeds.confirm, name="backbone_confirm"),
    path("backbone/<int:case_pk>/turn-down/", backbone_deeds.turn_down, name="backbone_turn_down"),
    path("backbone/<int:case_pk>/review/", backbone_deeds.renew, name="backbone_renew"),
    path("backbone/<int:case_pk>/end/", backbone_deeds.end, name="backbone_end"),
    path("objection/new/", profiling_deeds.object_to, name="objection_new"),
    path("objection/<int:objection_pk>/withdraw/", profiling_deeds.withdraw, name="objection_withdraw"),
    path("review/new/", profiling_deeds.ask, name="review_new"),
    path("review/<int:review_pk>/answer/", profiling_deeds.answer, name="review_answer"),
]
urlpatterns = [
    path("customers/", views.index, name="customers"),
    path("customers/new/", editing.create, name="customer_new"),
    path("customers/<int:pk>/", record.overview, name="customer"),
    path("customers/<int:pk>/timeline/", record.timeline, name="customer_timeline"),
    path("customers/<int:pk>/shipments/", record.shipments, name="customer_shipments"),
    path("customers/<int:pk>/money/", money.money, name="customer_money"),
    path("customers/<int:pk>/contacts/", record.contacts, name="customer_contacts"),
    path("customers/<int:pk>/standing/", include(decisions)),
    path("customers/<int:pk>/why/<str:name>/", why.why, name="customer_why"),
    path("customers/<int:pk>/edit/", editing.edit, name="customer_edit"),
    path("customers/<int:pk>/edit/<str:name>/", key_fields.edit_field, name="customer_detail"),
    path("customers/<int:pk>/facts/new/", editing.add_fact, name="profile_fact_new"),
    path("customers/<int:pk>/owner/", editing.assign, name="customer_assign"),
    path("customers/<int:pk>/contacts/new/", editing.add_contact, name="contact_new"),
    path("customers/<int:pk>/sites/new/", editing.add_site, name="site_new"),
    path(
        "customers/<int:pk>/contacts/<int:contact_pk>/personal-facts/new/",
        sealed.record_fact,
        name="personal_fact_new",
    ),
    path("customers/<int:pk>/personal-facts/<int:fact_pk>/", sealed.open_fact, name="personal_fact"),
]
