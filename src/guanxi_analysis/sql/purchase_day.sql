CREATE OR REPLACE TEMP TABLE purchase_day AS
SELECT
    facts.customer_id,
    facts.occurred_on,
    COALESCE(SUM(facts.revenue_minor), 0) AS revenue_minor
FROM facts
CROSS JOIN rhythm_parameters AS parameters
WHERE facts.occurred_on <= parameters.observed_until
GROUP BY facts.customer_id, facts.occurred_on
