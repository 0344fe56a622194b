SELECT customer_id, origin, destination, COUNT(*) AS orders
FROM feature_shipment
GROUP BY customer_id, origin, destination
ORDER BY customer_id, orders DESC, origin, destination
