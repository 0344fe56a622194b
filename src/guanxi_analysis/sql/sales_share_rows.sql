SELECT customer_id, rank, revenue_minor, share_ppm
FROM customer_value
WHERE rank IS NOT NULL
ORDER BY rank
