"""Money between us and the customer, and what serving it costs.

An *invoice* asks, a *payment* settles it. A *cost activity* is one thing done for a customer (an order
taken, a call, a visit), priced by its own rate or by the *activity rate* valid that day (D26). A *credit
grade* says how far the customer's word is trusted, from a day on (D119).
"""
