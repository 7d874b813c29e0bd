"""
All sample pages of a rules file side by side in one HTML file, each with its reasons: `preview.py [FILE [RULES]]`.

It shows the values of facts, so it is for whoever runs the site.
"""

import sys
from html import escape
from pathlib import Path
from tempfile import mkdtemp

import blockrules
from blockrules import PageError, Rules

RULES = Path(__file__).with_name("medical_site.blockrules")
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Sample pages of {name}</title>
<style>
  body {{ margin: 1rem; font: 1rem/1.5 system-ui, sans-serif; }}
  main {{ display: flex; gap: 1rem; overflow-x: auto; }}
  article {{ flex: 1 0 24rem; }}
</style>
<h1>Sample pages of {name}</h1>
<main>
{articles}
</main>
</html>
"""


def main(file: str | None = None, rules_file: str = str(RULES)) -> None:
    rules = blockrules.load(rules_file)
    articles = "\n".join(f"<article><h2>{escape(name)}</h2>{shown(rules, name)}</article>" for name in rules.pages)
    path = Path(file or Path(mkdtemp()) / "preview.html")
    path.write_text(PAGE.format(name=escape(Path(rules_file).name), articles=articles), encoding="utf-8")
    print(f"{', '.join(rules.pages)}: {path}")


def shown(rules: Rules, name: str) -> str:
    """
    The sample page called *name*, or what is wrong with it: it need not be complete.
    """
    try:
        return rules.explain(rules.pages[name]).to_html()
    except PageError as error:
        return f"<pre>{escape(str(error))}</pre>"


if __name__ == "__main__":
    main(*sys.argv[1:])
