"""
Rules files in editors: how they are coloured, and the language server that stands by while they are written.
"""
