CREATE OR REPLACE TEMP TABLE revenue_total AS
SELECT CAST(SUM(revenue_minor) AS BIGINT) AS total
FROM revenue_rank
WHERE revenue_minor > 0
