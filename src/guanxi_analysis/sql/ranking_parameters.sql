-- One row that every statement of the ranking reads.
CREATE OR REPLACE TEMP TABLE ranking_parameters AS
SELECT
    CAST(? AS DATE) AS as_of,
    CAST(? AS DATE) AS window_opens_after,
    CAST(? AS BIGINT) AS minimum_ranked,
    CAST(? AS VARCHAR) AS active_by
