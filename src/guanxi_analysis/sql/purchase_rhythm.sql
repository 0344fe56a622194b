-- Frequency counts the days after the first, recency and age are days since the first; money is that of the
-- repeat days. Definitions: Fader, Hardie and Lee 2005, as `lifetimes` computes them by day.
CREATE OR REPLACE TEMP TABLE purchase_rhythm AS
SELECT
    customer.customer_id,
    customer.days - 1 AS frequency,
    customer.last_on - customer.first_on AS recency_days,
    customer.observed_until - customer.first_on AS age_days,
    CAST(customer.revenue_minor - first_day.revenue_minor AS BIGINT) AS repeat_revenue_minor
FROM (
    SELECT
        purchase_day.customer_id,
        MIN(parameters.observed_until) AS observed_until,
        COUNT(*) AS days,
        MIN(purchase_day.occurred_on) AS first_on,
        MAX(purchase_day.occurred_on) AS last_on,
        SUM(purchase_day.revenue_minor) AS revenue_minor
    FROM purchase_day
    CROSS JOIN rhythm_parameters AS parameters
    GROUP BY purchase_day.customer_id
) AS customer
INNER JOIN purchase_day AS first_day
    ON first_day.customer_id = customer.customer_id AND first_day.occurred_on = customer.first_on
