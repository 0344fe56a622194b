CREATE OR REPLACE TEMP TABLE share_histogram AS
SELECT bucket, COUNT(*) AS members
FROM share_floor
GROUP BY bucket
