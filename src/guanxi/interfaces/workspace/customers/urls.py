from django.urls import path

from guanxi.interfaces.workspace.customers import editing, record, sealed, views

urlpatterns = [
    path("customers/", views.index, name="customers"),
    path("customers/new/", editing.create, name="customer_new"),
    path("customers/<int:pk>/", record.overview, name="customer"),
    path("customers/<int:pk>/shipments/", record.shipments, name="customer_shipments"),
    path("customers/<int:pk>/timeline/", record.timeline, name="customer_timeline"),
    path("customers/<int:pk>/contacts/", record.contacts, name="customer_contacts"),
    path("customers/<int:pk>/edit/", editing.edit, name="customer_edit"),
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
