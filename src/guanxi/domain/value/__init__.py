"""What customers are worth to us: what they leave over, what keeping them may cost, when they fall silent.

A *statement* takes every posting of the cost ledger off the revenue; the *value policy* says under which
category an activity stands. A *maintenance budget* divides a period's money by share of sales; spending more
on a customer than its line needs the *approval* of a second person. A *lapse* is a silence longer than the
customer's own rhythm allows.
"""
