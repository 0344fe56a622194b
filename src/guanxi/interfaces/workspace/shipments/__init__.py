"""All shipments the reader may see, as one list."""
