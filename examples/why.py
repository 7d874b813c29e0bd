"""
Why something stands on the page that it all began with, and what would stand there for somebody else.
"""

from pathlib import Path

import blockrules

RULES = Path(__file__).with_name("medical_site.blockrules")


def main() -> None:
    rules = blockrules.loads(RULES.read_text(encoding="utf-8"), name=RULES.name)
    page = rules.pages["vision"]
    explanation = rules.explain(page)
    print(explanation)

    print("\nWhy is this here?\n")
    print(explanation.region("advert_internal_desktop"))

    print("\nWhat would a member see instead?\n")
    for_member = rules.explain({**page, "membership": "member"})
    for slot, blocks in for_member.layout.slots.items():
        if blocks != explanation.layout.slots[slot]:
            print(f"  {slot:16}{', '.join(block.name for block in blocks)}")
    for region in for_member.regions:
        if not region.shown and region.name in explanation.layout:
            facts = ", ".join(f"{name}: {value}" for name, value in region.because.items())
            print(f"  without {region.name}, because {facts}")


if __name__ == "__main__":
    main()
