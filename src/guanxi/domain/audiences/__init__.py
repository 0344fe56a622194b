"""Those we do not know by name yet, and how they become known.

An *audience* is an estimate of a market segment and never holds a person (D13). A *signal* is a
lawful sign of interest from one identified party; it makes an ordinary customer (D11). A *campaign* is what
was spent to bring signals about, and the funnel from those who answered to those who ship.
"""
