"""The course: what is made of the notebooks.

lessons.py  which lessons there are, as notebooks/lessons.toml says
"""
