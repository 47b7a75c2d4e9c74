"""What temperature, top-k and top-p do to the probabilities of the next token.

probability_bars.py  the bars at a temperature, in front of those at T = 1
compared_bars.py     two temperatures side by side, with draws: the lab's static picture
bars.py              the numbers and traces of both
cuts.py              what top-k and top-p cut off
softmax_steps.py     softmax step by step on a few numbers
curves.py            every temperature at once
sample_histogram.py  many draws beside what theory promises
"""
