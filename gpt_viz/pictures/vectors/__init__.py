"""Words as points: the embedding matrix, and what lies near what in it.

weight_patch.py       a part of the matrix, with its numbers
dot_product.py        two vectors in the plane, and their dot product
nearest_bars.py       the words nearest to a word, by two measures
embedding_map.py      words as points on two or three axes
camera.py             the camera of a map with three axes
free_sides.py         where each name on a map has room
analogy_bars.py       the words nearest to a - b + c
analogy_plane.py      a - b + c in the plane through the three words
direction_line.py     a direction from pairs of words, tested on other pairs
difference_angles.py  the angles between the differences of pairs
"""
