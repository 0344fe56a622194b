from guanxi.domain.customers.models.contact import Contact, ContactRole, Site
from guanxi.domain.customers.models.customer import Customer, Nature, Purpose, RosterEntry, Source
from guanxi.domain.customers.models.party import Party
from guanxi.domain.customers.models.profile import CollectionMethod, PersonalFact, ProfileFact

__all__ = [
    "CollectionMethod",
    "Contact",
    "ContactRole",
    "Customer",
    "Nature",
    "Party",
    "PersonalFact",
    "ProfileFact",
    "Purpose",
    "RosterEntry",
    "Site",
    "Source",
]
