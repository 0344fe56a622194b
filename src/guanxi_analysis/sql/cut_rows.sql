SELECT cut.tier, cut.first_rank, cut.last_rank, revenue_rank.revenue_minor
FROM cut
INNER JOIN revenue_rank ON revenue_rank.rank = cut.last_rank
ORDER BY cut.position
