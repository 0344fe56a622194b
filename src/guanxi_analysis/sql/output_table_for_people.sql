-- The rows with identifiers that no spreadsheet runs (T17).
CREATE OR REPLACE TEMP VIEW output_table_for_people AS
SELECT output_table.* REPLACE (
    CASE
        WHEN REGEXP_MATCHES(output_table.customer_id, (SELECT formula FROM formula_guard))
            AND NOT REGEXP_MATCHES(output_table.customer_id, (SELECT plain_number FROM formula_guard))
            THEN '''' || output_table.customer_id
        ELSE output_table.customer_id
    END AS customer_id
)
FROM output_table
