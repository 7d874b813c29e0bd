"""
A plugin for pytest: the tests in rules files are items like others, and layouts that differ are compared readably.

It stands apart from `blockrules`, and imports it only where there is something to do: what is imported before a test
run is measured counts as not covered.
"""
