"""
What is measured, and against whom. Nothing here is a test.
"""
