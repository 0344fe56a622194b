-- revenue × 1,000,000 / total in two steps of 1,000, so that 64 bits hold it for totals up to 9.2e15 minor
-- units; beyond that the engine raises instead of wrapping round.
CREATE OR REPLACE TEMP TABLE share_floor AS
SELECT
    step.customer_id,
    step.rank,
    step.thousandths * 1000 + (step.rest * 1000) // step.total AS floor_ppm,
    (step.rest * 1000) % step.total AS remainder,
    (((step.rest * 1000) % step.total) * 1000) // step.total AS bucket
FROM (
    SELECT
        revenue_rank.customer_id,
        revenue_rank.rank,
        revenue_total.total,
        (revenue_rank.revenue_minor * 1000) // revenue_total.total AS thousandths,
        (revenue_rank.revenue_minor * 1000) % revenue_total.total AS rest
    FROM revenue_rank
    CROSS JOIN revenue_total
    WHERE revenue_rank.revenue_minor > 0
) AS step
