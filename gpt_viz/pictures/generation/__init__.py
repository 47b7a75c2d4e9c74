"""How texts go on.

continuation_columns.py  one prompt continued several times, side by side
"""
