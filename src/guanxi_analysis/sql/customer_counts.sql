SELECT COUNT(*), COUNT(*) FILTER (WHERE active) FROM customer_summary
