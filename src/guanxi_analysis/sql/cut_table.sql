CREATE OR REPLACE TEMP TABLE cut (position BIGINT, tier VARCHAR, first_rank BIGINT, last_rank BIGINT)
