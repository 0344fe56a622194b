"""What we conclude about customers from evidence: relationship group and value tier.

A *run* is a snapshot that never changes: the same facts under the same policy give the same hash.
An *entry* is one customer's place in it, with its reasons; the *standing* points to the newest one.
"""
