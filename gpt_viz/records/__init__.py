"""The records: what one run of a model left behind, as plain numpy arrays.

origin.py       which model ran, whether it is trained, and what it ran without
pieces.py       tokens, each with its bytes
merges.py       byte-pair encoding, replayed
trace.py        every number of one run
predictions.py  the scores of the next token; what each layer would predict
draws.py        what a draw makes of them
heads.py        what each head does, in numbers
vectors.py      words as points: neighbours, analogies, directions
"""
