SELECT customer_id, service, COUNT(*) AS orders
FROM feature_shipment
GROUP BY customer_id, service
ORDER BY customer_id, orders DESC, service
