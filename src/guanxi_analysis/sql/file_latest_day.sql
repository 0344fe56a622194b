SELECT MAX(occurred_on)
FROM reading
WHERE customer_id IS NOT NULL AND revenue_minor IS NOT NULL
