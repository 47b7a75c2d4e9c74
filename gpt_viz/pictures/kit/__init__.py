"""The kit: what pictures of all subjects share, so that one thing is drawn and written in one way.

theme.py     colours, fonts, the layout of a figure
text.py      how a token's text is written
numbers.py   how numbers are written
headings.py  what stands above a picture
panels.py    bars in several panels side by side
drawing.py   shapes on a canvas of pixels
"""
