"""Who the customers are.

A *party* is a person or organisation that appears on waybills; a *customer* is a party with a
commercial relation to us. Group and value tier are never stored here: they are concluded from
evidence, in `classification`.
"""
