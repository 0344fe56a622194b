-- Twice the median gap between purchase days, a whole number: the two middle gaps, or the middle one twice.
CREATE OR REPLACE TEMP TABLE feature_gap AS
SELECT
    placed.customer_id,
    SUM(
        CASE WHEN placed.place = (placed.gaps + 1) // 2 THEN placed.gap_days ELSE 0 END
        + CASE WHEN placed.place = placed.gaps // 2 + 1 THEN placed.gap_days ELSE 0 END
    ) AS gap_halves
FROM (
    SELECT
        gap.customer_id,
        gap.gap_days,
        ROW_NUMBER() OVER (PARTITION BY gap.customer_id ORDER BY gap.gap_days) AS place,
        COUNT(*) OVER (PARTITION BY gap.customer_id) AS gaps
    FROM (
        SELECT
            purchase.customer_id,
            purchase.occurred_on - LAG(purchase.occurred_on) OVER (
                PARTITION BY purchase.customer_id ORDER BY purchase.occurred_on
            ) AS gap_days
        FROM (SELECT DISTINCT customer_id, occurred_on FROM feature_shipment) AS purchase
    ) AS gap
    WHERE gap.gap_days IS NOT NULL
) AS placed
GROUP BY placed.customer_id
