CREATE OR REPLACE TEMP TABLE revenue_histogram AS
SELECT bucket, COUNT(*) AS members
FROM ranked_customer
GROUP BY bucket
