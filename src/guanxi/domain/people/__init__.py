"""Who works here and who may do what.

A *user* is a staff account or a portal account, for good: the kind never changes. A *role* is what
somebody does; the one policy table says which actions a role may take on which records.
"""
