SELECT customer_id, frequency, recency_days, age_days, repeat_revenue_minor
FROM purchase_rhythm
ORDER BY customer_id
