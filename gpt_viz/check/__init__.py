"""Checks for the lessons' exercises: they say what is wrong, not only that it is.

Each check takes a function that somebody wrote, tries it on a few examples and gives a `Verdict`.
An exercise that is not written yet, or that raises an error, gets a verdict too: a notebook
always runs to its end.

verdict.py      what a check says, and the frame that all of them share
start.py        lesson 00's
tokens.py       lesson 02's
embeddings.py   lesson 03's
attention.py    lesson 05's
logits.py       lesson 07's
temperature.py  lesson 08's
"""

from gpt_viz.check.attention import row_of_weights
from gpt_viz.check.embeddings import leave_one_out
from gpt_viz.check.logits import read_out
from gpt_viz.check.start import append_likeliest
from gpt_viz.check.temperature import temperature
from gpt_viz.check.tokens import read_back
from gpt_viz.check.verdict import Verdict

__all__ = [
    "Verdict",
    "append_likeliest",
    "leave_one_out",
    "read_back",
    "read_out",
    "row_of_weights",
    "temperature",
]
