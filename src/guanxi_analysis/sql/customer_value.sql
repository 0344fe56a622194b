CREATE OR REPLACE TEMP TABLE customer_value AS
SELECT
    summary.customer_id,
    summary.first_on,
    summary.last_on,
    parameters.as_of - summary.last_on AS recency_days,
    summary.orders,
    summary.revenue_minor,
    summary.contribution_minor,
    summary.active,
    summary.ranked,
    COALESCE(share.share_ppm, 0) AS share_ppm,
    revenue_rank.rank,
    cut.tier,
    CASE
        WHEN NOT summary.ranked THEN 'not_ranked'
        WHEN NOT summary.active AND parameters.active_by = 'positive_amount' THEN 'no_positive_amount'
        WHEN NOT summary.active THEN 'no_order'
        WHEN cut.tier IS NULL THEN 'too_few'
        WHEN tied.revenue_minor IS NOT NULL THEN 'ranked_at_tie'
        ELSE 'ranked'
    END AS reason_code
FROM customer_summary AS summary
CROSS JOIN ranking_parameters AS parameters
LEFT JOIN revenue_rank ON revenue_rank.customer_id = summary.customer_id
LEFT JOIN share ON share.customer_id = summary.customer_id
LEFT JOIN cut ON revenue_rank.rank BETWEEN cut.first_rank AND cut.last_rank
LEFT JOIN (SELECT DISTINCT revenue_minor FROM tie) AS tied ON tied.revenue_minor = revenue_rank.revenue_minor
