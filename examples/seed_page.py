"""
The page that it all began with: what stands on it, where that is said, and how it changes with the page.
"""

from pathlib import Path

import blockrules

RULES = Path(__file__).with_name("medical_site.blockrules")
VARIANTS: dict[str, dict[str, object]] = {
    "the page": {},
    "front": {"front": True, "path": "/", "attachments": 0},
    "phone": {"device": "mobile"},
    "member": {"membership": "member"},
    "job": {"node": {"type": "job", "op": "view"}, "path": "/jobs/medical-director", "attachments": 0},
}


def main() -> None:
    rules = blockrules.load(RULES)
    page = {
        "node": {"type": "page", "op": "view"},
        "device": "desktop",
        "membership": "registered",
        "path": "/vision-aims-values",
        "attachments": 1,
    }
    layout = rules.layout(page)

    print('The regions of "Vision, aims and values", and the line that says so\n')
    lines = {region.name: region.span.line for region in rules.all_regions}
    for name in layout.names:
        print(f"  {name:36}{RULES.name}:{lines[name]}")

    print("\nIts blocks, by slot\n")
    for slot, blocks in layout.slots.items():
        print(f"  {slot:16}{', '.join(block.name for block in blocks)}")

    print("\nHow it changes\n")
    layouts = {variant: rules.layout(page | changes) for variant, changes in VARIANTS.items()}
    print(" " * 38 + "".join(f"{variant:10}" for variant in layouts).rstrip())
    for region in rules.all_regions:
        marks = ("yes" if region.name in each else "-" for each in layouts.values())
        print(f"  {region.name:36}" + "".join(f"{mark:10}" for mark in marks).rstrip())


if __name__ == "__main__":
    main()
