CREATE OR REPLACE TEMP TABLE rhythm_parameters AS
SELECT CAST(? AS DATE) AS observed_until
