"""Floor 3, the widgets: what moves. The only code that knows ipywidgets."""
