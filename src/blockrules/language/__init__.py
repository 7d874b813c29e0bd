"""
What a rules file says: text to syntax, and back.
"""
