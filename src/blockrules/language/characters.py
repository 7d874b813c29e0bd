"""
Characters that no rules file holds outside of strings and comments, told so that a reader can find them.
"""

import unicodedata

# What looks like it in ASCII.
ALIKE = {
    **dict(zip("АВЕЗКМНОРСТУХаеорсухіјѕԁԛԝһѡ", "ABE3KMHOPCTYXaeopcyxijsdqwhw", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧνορυχι", "ABEZHIKMNOPTYXvopuxi", strict=True)),
    **dict.fromkeys("‐‑‒–—―−﹣", "-"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛′´", "'"),
    "…": "..",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "ı": "i",
}
FULL_WIDTH = range(0xFF01, 0xFF5F)


def told(character: str) -> str:
    """
    The name of *character* for a reader, who may see nothing of it or another in its place.
    """
    name = f"U+{ord(character):04X}"
    if like := alike(character):
        return f"{name}, which looks like {'a space' if like == ' ' else f'`{like}`'},"
    if is_unseen(character):
        return f"{name}, which shows nothing,"
    return f"`{character}`" if character.isprintable() else name


def alike(character: str) -> str | None:
    """
    What *character* looks like in ASCII; None where it looks like nothing there.
    """
    if ord(character) in FULL_WIDTH:
        return chr(ord(character) - 0xFEE0)
    return " " if unicodedata.category(character) == "Zs" else ALIKE.get(character)


def is_unseen(character: str) -> bool:
    """
    Whether nothing is to be seen of *character*: neither ink nor a gap.
    """
    return unicodedata.category(character) in ("Cf", "Mn")


def columns(text: str) -> int:
    """
    How many columns of a terminal *text* takes.
    """
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.category(character) in ("Mn", "Me", "Cf") or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
