"""Floor 3, the widgets: what moves, its half in Python.

live.py             live(): any picture with controls
controls.py         slider, menu, text_box, switch, as a notebook declares them
inputs.py           the controls themselves
labels.py           what controls are called on the screen
message.py          what a widget says when something is wrong
canvas.py           the surface: one figure, repainted with one message
lifetime.py         a widget closes when its cell is run again
in_page.py          a widget and its page have a name that both know
lab.py              what all labs are: they work in the page alone
attention_lab.py    AttentionLab: all heads, one large, the text in shades
quantised.py        all heads' attention as bytes, and how exact they are
temperature_lab.py  TemperatureLab: T, top-k and top-p on the whole vocabulary
export.py           export_html(): labs and pictures on one page for the disk
stepper.py          lesson 00's stepper: predict, draw, append
writing.py          the text that it writes, and its shades
"""
