"""The ledger of what happened.

An *event* says who did what to which record, when, and what was before and after. Events form one
hash chain per customer and one for the operator; the database refuses to change or delete them.
"""
