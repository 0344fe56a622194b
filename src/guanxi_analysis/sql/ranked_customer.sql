-- The customers to be ranked, each with a bucket that grows with revenue: sign, number of digits, first two
-- digits. Never more than some 3,400 buckets for 64 bits, and fine where the small customers crowd.
CREATE OR REPLACE TEMP TABLE ranked_customer AS
SELECT
    customer_id,
    revenue_minor,
    contribution_minor,
    orders,
    first_on,
    CASE WHEN revenue_minor < 0 THEN -1 WHEN revenue_minor = 0 THEN 0 ELSE 1 END
        * (LENGTH(CAST(ABS(revenue_minor) AS VARCHAR)) * 100
            + CAST(SUBSTR(CAST(ABS(revenue_minor) AS VARCHAR), 1, 2) AS INTEGER)) AS bucket
FROM customer_summary
WHERE active AND ranked
