CREATE OR REPLACE TEMP VIEW output_table AS
SELECT
    output_row.customer_id,
    output_row.first_on,
    output_row.last_on,
    output_row.recency_days,
    output_row.orders,
    output_row.revenue_minor,
    output_row.share_ppm,
    output_row.rank,
    output_row.tier,
    REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
        output_row.reason_words,
        '%(rank)s', COALESCE(FORMAT('{:,}', output_row.rank), '')),
        '%(ranked)s', FORMAT('{:,}', (SELECT COUNT(*) FROM revenue_rank))),
        '%(tier)s', COALESCE(output_row.tier_words, '')),
        '%(first_rank)s', COALESCE(FORMAT('{:,}', output_row.first_rank), '')),
        '%(last_rank)s', COALESCE(FORMAT('{:,}', output_row.last_rank), '')),
        '%(minimum)s', CAST(parameters.minimum_ranked AS VARCHAR)),
        '%(window_from)s', CAST(parameters.window_opens_after + 1 AS VARCHAR)),
        '%(as_of)s', CAST(parameters.as_of AS VARCHAR)),
        '%(last_on)s', CAST(output_row.last_on AS VARCHAR)
    ) AS reason
FROM output_row
CROSS JOIN ranking_parameters AS parameters
ORDER BY output_row.position
