"""
A pull request on the seed's rules, and what its reviewer sees: which pages it changes, and what is idle in it.
"""

from pathlib import Path

import blockrules

RULES = Path(__file__).with_name("medical_site.blockrules")
# What its author meant: to show the site's own adverts on tablets too, to advertise the app on phones, and to tidy up:
# pages are only ever read, aren't they?
EDITS = {
    "define content_page as reading and node.type is page and not front": (
        "define content_page as node.type is page and not front"
    ),
    "region advert_internal_desktop when device is desktop and not front {": (
        "region app_banner when device is mobile and active(advert_internal_desktop) {\n"
        "    block app in footer\n"
        "}\n\n"
        "region advert_internal_desktop when device in (desktop, tablet) and not front {"
    ),
    "active(attachments) and membership is not member {": (
        "membership in (anonymous, registered) and active(attachments) {"
    ),
}


def main() -> None:
    old = new = RULES.read_text(encoding="utf-8")
    for before, after in EDITS.items():
        assert before in new
        new = new.replace(before, after)
    main_branch, request = (blockrules.loads(text, name=RULES.name) for text in (old, new))

    difference = blockrules.difference(main_branch, request)
    print(difference)

    print("\nWhat is idle in it:\n")
    for finding in request.findings:
        print(finding)

    print("\nWhat it promises, for every page:\n")
    for promise in request.promises:
        print(f"  {promise.verdict}: {promise.word} {promise.condition}")

    print("\nWhat a shared cache has to tell apart for visitors who are not signed in, before and after:\n")
    for rules in (main_branch, request):
        print(f"  {', '.join(blockrules.vary(rules, given={'membership': 'anonymous'}))}")


if __name__ == "__main__":
    main()
