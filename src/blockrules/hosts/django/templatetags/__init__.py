"""
The library of tags.
"""
