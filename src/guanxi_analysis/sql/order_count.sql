-- Distinct orders of the window. On its own, since counting distinct values beside sums costs twice as much.
CREATE OR REPLACE TEMP TABLE order_count AS
SELECT customer_id, COUNT(*) AS orders
FROM (
    SELECT DISTINCT facts.customer_id, facts.order_key
    FROM facts
    CROSS JOIN ranking_parameters AS parameters
    WHERE facts.occurred_on > parameters.window_opens_after
        AND facts.occurred_on <= parameters.as_of
        AND facts.order_key IS NOT NULL
) AS placed
GROUP BY customer_id
