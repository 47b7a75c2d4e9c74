"""Tokens: how a text is cut into pieces, and what that costs.

token_strip.py    each token of a text as a chip
chips.py          where each chip stands, and how chips are drawn
merge_steps.py    how the bytes of a word were merged, pair by pair
language_cost.py  how many tokens each language needs for the same sentence
"""
