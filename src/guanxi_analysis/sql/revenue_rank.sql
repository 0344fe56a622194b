-- Rank = customers in higher buckets + place inside the own bucket. Only the members of one bucket are ever
-- sorted together, so that no engine has to bring all customers to one place.
-- Order: domain.md D17. A customer whose contribution is unknown stands behind those where it is known.
CREATE OR REPLACE TEMP TABLE revenue_rank AS
SELECT
    ranked_customer.customer_id,
    ranked_customer.revenue_minor,
    place.above + ROW_NUMBER() OVER (
        PARTITION BY ranked_customer.bucket
        ORDER BY
            ranked_customer.revenue_minor DESC,
            ranked_customer.contribution_minor DESC NULLS LAST,
            ranked_customer.orders DESC,
            ranked_customer.first_on,
            ranked_customer.customer_id
    ) AS rank
FROM ranked_customer
INNER JOIN (
    SELECT own.bucket, CAST(COALESCE(SUM(higher.members), 0) AS BIGINT) AS above
    FROM revenue_histogram AS own
    LEFT JOIN revenue_histogram AS higher ON higher.bucket > own.bucket
    GROUP BY own.bucket
) AS place ON place.bucket = ranked_customer.bucket
