"""
`python -m blockrules.editors` is the language server.
"""

from blockrules.editors.server import serve

serve()
