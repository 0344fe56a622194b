SELECT COUNT(*), COALESCE(SUM(revenue_minor), 0)
FROM facts
WHERE revenue_minor < 0
