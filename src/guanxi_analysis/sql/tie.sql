-- A cut is tied when the last customer inside and the first one outside have the same revenue.
CREATE OR REPLACE TEMP TABLE tie AS
SELECT cut.position, cut.tier, cut.last_rank, inside.revenue_minor
FROM cut
INNER JOIN revenue_rank AS inside ON inside.rank = cut.last_rank
INNER JOIN revenue_rank AS outside
    ON outside.rank = cut.last_rank + 1 AND outside.revenue_minor = inside.revenue_minor
WHERE cut.last_rank >= cut.first_rank
