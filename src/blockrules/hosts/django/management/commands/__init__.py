"""
The management command.
"""
