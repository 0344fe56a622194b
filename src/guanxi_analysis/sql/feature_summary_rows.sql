SELECT
    summary.*,
    feature_gap.gap_halves
FROM (
    SELECT
        customer_id,
        COUNT(*) AS orders,
        COALESCE(SUM(revenue_minor), 0) AS revenue_minor,
        COUNT(revenue_minor) AS revenue_known,
        COALESCE(SUM(weight_g), 0) AS weight_g,
        COUNT(weight_g) AS weight_known,
        COALESCE(SUM(packages), 0) AS packages,
        COUNT(packages) AS packages_known,
        COUNT(DISTINCT occurred_on) AS purchase_days,
        MIN(occurred_on) AS first_on,
        MAX(occurred_on) AS last_on
    FROM feature_shipment
    GROUP BY customer_id
) AS summary
LEFT JOIN feature_gap ON feature_gap.customer_id = summary.customer_id
ORDER BY summary.customer_id
