"""Customers: the list, one customer's pages, and what people write into them."""
