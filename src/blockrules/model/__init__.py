"""
What a rules file means: syntax to a checked model.
"""
