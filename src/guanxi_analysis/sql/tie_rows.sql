SELECT tie.tier, tie.last_rank, tie.revenue_minor, concerned.customer_id
FROM tie
INNER JOIN revenue_rank AS concerned ON concerned.revenue_minor = tie.revenue_minor
ORDER BY tie.position, concerned.rank
