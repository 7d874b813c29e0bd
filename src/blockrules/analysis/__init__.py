"""
What can ever happen: everything here is said of all possible pages, and proved.
"""
