SELECT
    customer_id, first_on, last_on, recency_days, orders, revenue_minor, contribution_minor,
    active, ranked, share_ppm, rank, tier, reason_code
FROM customer_value
ORDER BY rank NULLS LAST, customer_id
