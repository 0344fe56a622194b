-- Largest remainder: the millionths that flooring left over go to the largest remainders, one each; equal
-- remainders in order of rank.
CREATE OR REPLACE TEMP TABLE share AS
SELECT
    placed.customer_id,
    placed.floor_ppm + CASE WHEN placed.place <= left_over.ppm THEN 1 ELSE 0 END AS share_ppm
FROM (
    SELECT
        share_floor.customer_id,
        share_floor.floor_ppm,
        offsets.above + ROW_NUMBER() OVER (
            PARTITION BY share_floor.bucket
            ORDER BY share_floor.remainder DESC, share_floor.rank
        ) AS place
    FROM share_floor
    INNER JOIN (
        SELECT own.bucket, CAST(COALESCE(SUM(higher.members), 0) AS BIGINT) AS above
        FROM share_histogram AS own
        LEFT JOIN share_histogram AS higher ON higher.bucket > own.bucket
        GROUP BY own.bucket
    ) AS offsets ON offsets.bucket = share_floor.bucket
) AS placed
CROSS JOIN (SELECT 1000000 - CAST(SUM(floor_ppm) AS BIGINT) AS ppm FROM share_floor) AS left_over
