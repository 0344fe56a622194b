"""What went out: every export that was ordered, by whom, of what, how many rows, and what the file was.

The file itself is kept for a while and for its owner alone; the record of it stays.
"""
