from guanxi.domain.customers.models.contact import Contact, Site
from guanxi.domain.customers.models.customer import Customer, RosterEntry
from guanxi.domain.customers.models.party import Party
from guanxi.domain.customers.models.profile import CollectionMethod, PersonalFact, ProfileFact
from guanxi.domain.customers.models.profile_policy import ProfilePolicy
from guanxi.domain.customers.models.search_text import SearchText
from guanxi.domain.customers.vocabulary import ContactRole, Nature, ProfileSubject, Purpose, Source

__all__ = [
    "CollectionMethod",
    "Contact",
    "ContactRole",
    "Customer",
    "Nature",
    "Party",
    "PersonalFact",
    "ProfileFact",
    "ProfilePolicy",
    "ProfileSubject",
    "Purpose",
    "RosterEntry",
    "SearchText",
    "Site",
    "Source",
]
