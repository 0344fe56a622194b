-- What may begin a formula, and what is a plain number all the same (formula_guard.py).
CREATE OR REPLACE TEMP TABLE formula_guard AS
SELECT CAST(? AS VARCHAR) AS formula, CAST(? AS VARCHAR) AS plain_number
