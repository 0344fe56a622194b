-- One row per customer with a fact up to the as-of date. A fact without revenue counts as an order and adds
-- nothing to the sum: unknown is not zero, but neither is it a figure.
CREATE OR REPLACE TEMP TABLE customer_summary AS
SELECT
    summary.*,
    COALESCE(order_count.orders, 0) AS orders,
    CASE parameters.active_by
        WHEN 'positive_amount' THEN summary.positive_facts > 0
        ELSE order_count.orders IS NOT NULL
    END AS active
FROM (
    SELECT
        facts.customer_id,
        MIN(CASE WHEN facts.ranked THEN 1 ELSE 0 END) = 1 AS ranked,
        MIN(facts.occurred_on) AS first_on,
        MAX(facts.occurred_on) AS last_on,
        COUNT(*)
            FILTER (WHERE facts.occurred_on > parameters.window_opens_after AND facts.revenue_minor > 0)
            AS positive_facts,
        CAST(COALESCE(
            SUM(facts.revenue_minor) FILTER (WHERE facts.occurred_on > parameters.window_opens_after), 0
        ) AS BIGINT) AS revenue_minor,
        CAST(
            SUM(facts.contribution_minor) FILTER (WHERE facts.occurred_on > parameters.window_opens_after)
            AS BIGINT
        ) AS contribution_minor
    FROM facts
    CROSS JOIN ranking_parameters AS parameters
    WHERE facts.occurred_on <= parameters.as_of
    GROUP BY facts.customer_id
) AS summary
CROSS JOIN ranking_parameters AS parameters
LEFT JOIN order_count ON order_count.customer_id = summary.customer_id
