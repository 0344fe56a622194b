"""Why a computed value is what it is, in the reader's words: one file for each subject that computes.

A page shows such a value only together with the `Explanation` made here (D22; ux, "explain every computed
value"); `tests/house/test_explanations.py` holds every page to it.
"""
