-- The first reason that applies to a row is the one it is counted under.
SELECT
    COUNT(*) FILTER (WHERE customer_id IS NULL),
    COUNT(*) FILTER (WHERE customer_id IS NOT NULL AND occurred_on IS NULL),
    COUNT(*) FILTER (WHERE customer_id IS NOT NULL AND occurred_on IS NOT NULL AND revenue_minor IS NULL),
    COUNT(*) FILTER (
        WHERE customer_id IS NOT NULL AND revenue_minor IS NOT NULL AND occurred_on > file_parameters.as_of
    )
FROM reading
CROSS JOIN file_parameters
