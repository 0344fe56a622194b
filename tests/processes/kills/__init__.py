"""Imports that are killed at every stage of their way, and the proof that nothing tells the difference.

`python -m tests.processes.kills --kills 1000` does it by hand, `test_kills` forty times in the suite. Each
import of 20,000 shipments lives in a house of its own and is worked on by real processes that end by
SIGKILL: at an exact point (`stages`) or, from outside, at any instant.
"""
