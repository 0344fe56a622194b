"""What the database itself does for search: it marks what must be read anew, and indexes what was read.

No trigger names a table of another model than the one it stands on and that of the search text, because
SQLite makes a table anew to alter it and then refuses triggers elsewhere that name it.
"""

from collections.abc import Mapping

TEXTS, INDEX = "customers_searchtext", "customers_searchindex"
_MARKED = f"UPDATE {TEXTS} SET is_due = TRUE WHERE"  # noqa: S608 - a name of ours
# Every customer is to be read: for a database that has customers and no texts.
ALL_DUE = (
    f"INSERT INTO {TEXTS} (customer_id, party_id, text, is_due) "  # noqa: S608
    "SELECT id, party_id, '', TRUE FROM customers_customer"
)

# (trigger, table, deed, what is done).
_FOLLOWING = (
    (
        "customers_search_of_new_customer",
        "customers_customer",
        "INSERT",
        f"INSERT INTO {TEXTS} (customer_id, party_id, text, is_due) "  # noqa: S608
        "VALUES (new.id, new.party_id, '', TRUE)",
    ),
    (
        "customers_search_of_customer",
        "customers_customer",
        "UPDATE OF number, party_id",
        f"UPDATE {TEXTS} SET party_id = new.party_id, is_due = TRUE WHERE customer_id = new.id",  # noqa: S608
    ),
    (
        "customers_search_of_no_customer",
        "customers_customer",
        "DELETE",
        f"DELETE FROM {TEXTS} WHERE customer_id = old.id",  # noqa: S608
    ),
    (
        "customers_search_of_party",
        "customers_party",
        "UPDATE OF name, name_en, uscc",
        f"{_MARKED} party_id = new.id",
    ),
    (
        "customers_search_of_new_contact",
        "customers_contact",
        "INSERT",
        f"{_MARKED} customer_id = new.customer_id",
    ),
    (
        "customers_search_of_contact",
        "customers_contact",
        "UPDATE OF name, customer_id",
        f"{_MARKED} customer_id IN (old.customer_id, new.customer_id)",
    ),
    (
        "customers_search_of_no_contact",
        "customers_contact",
        "DELETE",
        f"{_MARKED} customer_id = old.customer_id",
    ),
)
_REMOVED = f"INSERT INTO {INDEX} ({INDEX}, rowid, text) VALUES ('delete', old.customer_id, old.text);"  # noqa: S608
_ADDED = f"INSERT INTO {INDEX} (rowid, text) VALUES (new.customer_id, new.text);"  # noqa: S608
_INDEXING = {
    "customers_search_added": f"AFTER INSERT ON {TEXTS} BEGIN {_ADDED} END",
    "customers_search_removed": f"AFTER DELETE ON {TEXTS} BEGIN {_REMOVED} END",
    "customers_search_changed": (
        f"AFTER UPDATE OF text ON {TEXTS} WHEN old.text <> new.text BEGIN {_REMOVED} {_ADDED} END"
    ),
}


def triggers(vendor: str) -> Mapping[str, list[str]]:
    """trigger → the statements that make it, for "sqlite" or "postgresql"."""
    if vendor == "sqlite":
        following = {
            name: [f"CREATE TRIGGER {name} AFTER {deed} ON {table} BEGIN {what}; END"]
            for name, table, deed, what in _FOLLOWING
        }
        return following | {name: [f"CREATE TRIGGER {name} {rest}"] for name, rest in _INDEXING.items()}
    return {
        name: [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {what}; RETURN NULL; END $$",
            f"CREATE TRIGGER {name} AFTER {deed} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]
        for name, table, deed, what in _FOLLOWING
    }


def index(vendor: str) -> list[str]:
    """The statements that make the index beside the table of texts."""
    if vendor == "sqlite":
        return [
            f"CREATE VIRTUAL TABLE {INDEX} USING fts5(text, content='{TEXTS}', content_rowid='customer_id', "
            "tokenize='ascii', columnsize=0)"
        ]
    return [
        # The words are ours, so they need no parser that would part or drop them, only their places.
        "CREATE FUNCTION customers_search_vector(words text) RETURNS tsvector LANGUAGE sql "
        "IMMUTABLE PARALLEL SAFE AS $$ "
        "SELECT coalesce(string_agg(word || ':' || place, ' '), '')::tsvector "
        "FROM unnest(string_to_array(trim(words), ' ')) WITH ORDINALITY AS at(word, place) "
        "WHERE word <> '' $$",
        f"ALTER TABLE {TEXTS} ADD COLUMN vector tsvector "
        "GENERATED ALWAYS AS (customers_search_vector(text)) STORED",
        f"CREATE INDEX {INDEX} ON {TEXTS} USING gin (vector)",
    ]


def lifting(vendor: str) -> list[str]:
    """The statements that take triggers and index away again."""
    if vendor == "sqlite":
        return [*(f"DROP TRIGGER IF EXISTS {name}" for name in triggers(vendor)), f"DROP TABLE {INDEX}"]
    return [
        *(f"DROP FUNCTION IF EXISTS {name}() CASCADE" for name in triggers(vendor)),
        f"ALTER TABLE {TEXTS} DROP COLUMN IF EXISTS vector",
        "DROP FUNCTION IF EXISTS customers_search_vector(text)",
    ]
