CREATE OR REPLACE TEMP TABLE feature_shipment AS
SELECT shipments.*
FROM shipments
CROSS JOIN (SELECT CAST(? AS DATE) AS opens_after, CAST(? AS DATE) AS as_of) AS parameters
WHERE shipments.occurred_on > parameters.opens_after AND shipments.occurred_on <= parameters.as_of
