"""
What a rules file answers: a model and a page to a layout.
"""
