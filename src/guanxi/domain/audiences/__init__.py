"""Those we do not know by name yet, and how they become known.

An *audience* is an estimate of a market segment and never holds a person (D13). A *signal* is a
lawful sign of interest from one identified party; it makes an ordinary customer (D11).
"""
