"""Lists of any subject: filters, views, columns, grouping and selection, all of it in the address."""
