"""My work: tasks, customers that moved, shipments that are late."""
