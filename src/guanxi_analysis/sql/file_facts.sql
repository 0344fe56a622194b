CREATE OR REPLACE TEMP VIEW facts AS
SELECT
    reading.customer_id,
    TRUE AS ranked,
    reading.occurred_on,
    reading.order_key,
    reading.revenue_minor,
    CAST(NULL AS BIGINT) AS contribution_minor
FROM reading
CROSS JOIN file_parameters
WHERE reading.customer_id IS NOT NULL
    AND reading.revenue_minor IS NOT NULL
    AND reading.occurred_on <= file_parameters.as_of
