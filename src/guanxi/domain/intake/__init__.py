"""How facts come in by file. An *import run* counts what became of every row: applied, unchanged or
rejected with its row, column and reason. A *mapping* says which column means what.
"""
