"""What a GPT does, seen from outside: predict, draw, append; and what it is made of.

next_bars.py  what may come next, as bars that add to 1
draw_bar.py   the draw that decides
rows.py       the rows of bars of both
model_map.py  the whole network as boxes
network.py    its boxes and wires, with the real shapes
boxes.py      boxes and arrows, drawn
"""
