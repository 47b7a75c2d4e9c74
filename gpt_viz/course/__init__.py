"""The course: what is made of the notebooks, and what is known of them. It may use every floor.

lessons.py  the lessons, as notebooks/lessons.toml names them
"""
