from django.utils.translation import gettext_lazy as _

from guanxi.domain.customers.vocabulary import ProfileSubject, Source
from guanxi.domain.timeline.kinds import EventKind

CREATED = EventKind(
    "customers.created", _("Customer created, from %(source)s"), "user-plus", {"source": Source}
)
UPDATED = EventKind("customers.updated", _("Details changed: %(fields)s"), "pencil")
OWNER_CHANGED = EventKind("customers.owner_changed", _("Handed over to %(owner)s"), "user-check")
PARENT_CHANGED = EventKind("customers.parent_changed", _("Placed under %(parent)s"), "network")
REGISTERED = EventKind("customers.registered", _("Entered in the customer roster"), "book-user")
CONTACT_ADDED = EventKind("customers.contact_added", _("Contact added"), "contact")
SITE_ADDED = EventKind("customers.site_added", _("Site added: %(name)s"), "map-pin")
FACT_LEARNT = EventKind(
    "customers.fact_learnt", _("Learnt: %(subject)s"), "notebook-pen", {"subject": ProfileSubject}
)
PERSONAL_FACT_RECORDED = EventKind(
    "customers.personal_fact_recorded", _("Sealed personal fact recorded"), "lock"
)
PERSONAL_FACT_READ = EventKind(
    "customers.personal_fact_read", _("Sealed personal fact read: %(reason)s"), "eye"
)
PERSONAL_FACT_REFUSED = EventKind(
    "customers.personal_fact_refused", _("Reading a sealed personal fact was refused"), "eye-off"
)
