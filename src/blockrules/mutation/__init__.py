"""
What the tests of a file would not notice: small changes of its rules, each tried.
"""
