"""Value: on how few customers the sales rest, what customers leave us, and what keeping them may cost."""
