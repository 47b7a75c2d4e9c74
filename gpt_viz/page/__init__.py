"""All that runs in the page: JavaScript modules, a folder for each lab, and styles beside them.

- ``bundle.py``: follows the modules' imports and makes one of them, for anywidget and for pages
- ``constants.json``, ``constants.py``: what Python and JavaScript must agree on
- ``kit/``: what all labs share

  - ``lab.js``, ``lab.css``: the life of a view, and how labs look
  - ``elements.js``: elements, and what they listen to
  - ``controls.js``: buttons, boxes, menus and sliders
  - ``numbers.js``: how numbers are written and read
  - ``words.js``, ``catalogue.json``: whole sentences in the user's language
  - ``bytes.js``: numbers that travel as bytes
  - ``hearing.js``: how a widget hears the kernel on a page that is busy

- ``maths/``: arithmetic that knows no page; the twin of Python's, held together by tests/fixtures

  - ``softmax.js``: softmax, top-k, top-p, entropy
  - ``draws.js``: draws that depend on a seed and a round alone
  - ``attention.js``: patterns, looks and scores, from what Python packed

- ``temperature/``: TemperatureLab

  - ``lab.js``, ``lab.css``: its parts put together, and how they look
  - ``values.js``: what is to be shown
  - ``column.js``: one temperature: measures, bars, and the arithmetic of a token
  - ``bars.js``: the likeliest tokens as bars
  - ``controls.js``, ``draws.js``: what can be set, and drawn
  - ``text.js``: the text that was read
  - ``words.js``: what is seen, in sentences

- ``attention/``: AttentionLab

  - ``lab.js``, ``lab.css``: its parts put together, and how they look
  - ``view.js``: what all parts show
  - ``wall.js``: all heads at a glance
  - ``table.js``, ``edges.js``: one head large, and the names and frames around it
  - ``text.js``: the text in shades
  - ``scores.js``: what the head does, in four numbers
  - ``controls.js``, ``choose.js``: what can be set, and what a click chooses
  - ``paint.js``: canvases and the colours of weights
  - ``words.js``: what is seen, in sentences

- ``canvas/canvas.js``: paints a figure with plotly.js
- ``export/export.html``, ``export/export.js``: a page for the disk, where no kernel is
"""
