"""What we move. A *shipment* is one waybill, one lot; its dates and money are the facts from which
everything about a customer is concluded.
"""
