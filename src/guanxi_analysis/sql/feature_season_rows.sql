SELECT customer_id, EXTRACT(MONTH FROM occurred_on) AS month, COUNT(*) AS orders
FROM feature_shipment
GROUP BY customer_id, EXTRACT(MONTH FROM occurred_on)
