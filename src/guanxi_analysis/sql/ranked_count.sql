SELECT COUNT(*) FROM ranked_customer
