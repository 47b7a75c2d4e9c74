"""Logits: what the model predicts at every position, and after every layer.

every_position.py  how well each token of a text was foreseen by those before it
lens_map.py        the token that each layer would predict, at every position
rank_paths.py      how chosen tokens climb and fall through the layers
"""
