"""
A Drupal site's configuration becomes rules, and these say why a block is missing: python examples/import_drupal.py.

It needs what reads YAML: pip install "blockrules[drupal]".
"""

from pathlib import Path

import blockrules
from blockrules.importers import drupal

imported = drupal.read(Path(__file__).with_name("drupal_config"))
print("The rules, from their first define\n")
print(imported.text[imported.text.index("# Careers") :])

print("What else there is to say\n")
for remark in imported.remarks:
    print("  not carried over:" if remark.is_loss else "  to know:", remark)

rules = blockrules.loads(imported.text, name="site.blockrules")
page = {
    "theme": "olivero",
    "path": "/careers",
    "system_path": "/node/12",
    "node": {"type": "page"},
    "roles": ["authenticated"],
    "office_hours": True,
}
print("\nThe page /careers, and why the latest jobs are not on it\n")
for slot, blocks in rules.layout(page).slots.items():
    print(f"  {slot:8} {', '.join(block.name for block in blocks)}")
print(f"\n{rules.explain(page).block('olivero', 'jobs_promo')}")
