-- The rows as the hash sees them: no language, no layout. The length keeps any identifier apart from the rest.
SELECT CONCAT_WS(
    '|',
    LENGTH(customer_id), customer_id, first_on, last_on, recency_days, orders, revenue_minor, share_ppm,
    COALESCE(CAST(rank AS VARCHAR), ''), COALESCE(tier, ''), reason_code
)
FROM output_row
WHERE position BETWEEN ? AND ?
ORDER BY position
