"""Attention: which tokens each head looks at, and what it then writes to the residual stream.

row.py          one token's look, step by step
map.py          one head as a table of shades
grid.py         all heads at a glance, one of them large
writes.py       what a head writes to the residual stream
head_tables.py  the scores of all heads as four tables
shades.py       weights as shades, for map and grid
axes.py         tokens' names on both axes of a map
thumbnails.py   all heads as one image, for the grid
first_token.py  what the first token hides
description.py  a map in words
"""
