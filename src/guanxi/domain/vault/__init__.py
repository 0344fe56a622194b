"""Personal values, sealed.

A *person key* encrypts everything that is kept about one natural person; destroying the key makes
it unreadable for good, in every backup too, while hashes over the sealed bytes stay valid.
"""
