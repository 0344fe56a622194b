SELECT customer_id, mode, COUNT(*) AS orders
FROM feature_shipment
GROUP BY customer_id, mode
ORDER BY customer_id, orders DESC, mode
