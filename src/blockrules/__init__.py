"""
Decide what stands on a web page: rules that a site's people write, pages that a host hands over, layouts that follow
from both.
"""

from blockrules.analysis.catalogue import Catalogue
from blockrules.analysis.difference import Difference
from blockrules.analysis.independence import Independence
from blockrules.analysis.promises import Proof
from blockrules.engine.layout import ActiveRegion, Layout
from blockrules.engine.trials import TestResult
from blockrules.insight.explanation import Explanation
from blockrules.insight.reason import Reason
from blockrules.language.diagnostics import Diagnostic, Fix, Label, Replacement
from blockrules.language.errors import BlockrulesError, RulesError
from blockrules.language.reading import Limits
from blockrules.language.source import Source, Span
from blockrules.model.facts import Fact
from blockrules.model.pages import PageError, Problem
from blockrules.model.regions import Block, Region
from blockrules.model.types import Path
from blockrules.ruleset import Rules, difference, load, loads, vary
from blockrules.watching import watch

__all__ = [
    "ActiveRegion",
    "Block",
    "BlockrulesError",
    "Catalogue",
    "Diagnostic",
    "Difference",
    "Explanation",
    "Fact",
    "Fix",
    "Independence",
    "Label",
    "Layout",
    "Limits",
    "PageError",
    "Path",
    "Problem",
    "Proof",
    "Reason",
    "Region",
    "Replacement",
    "Rules",
    "RulesError",
    "Source",
    "Span",
    "TestResult",
    "difference",
    "load",
    "loads",
    "vary",
    "watch",
]
