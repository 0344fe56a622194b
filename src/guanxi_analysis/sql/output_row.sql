-- One file is written in one place, so here and only here all customers are put in one order.
CREATE OR REPLACE TEMP TABLE output_row AS
SELECT
    ROW_NUMBER() OVER (ORDER BY value.rank NULLS LAST, value.customer_id) AS position,
    value.*,
    reason.words AS reason_words,
    tier_word.words AS tier_words,
    cut.first_rank,
    cut.last_rank
FROM customer_value AS value
INNER JOIN wording AS reason ON reason.code = value.reason_code
LEFT JOIN wording AS tier_word ON tier_word.code = value.tier
LEFT JOIN cut ON cut.tier = value.tier
