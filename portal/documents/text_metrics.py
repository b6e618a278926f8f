"""High estimates of the width of text, to choose font sizes before the layout."""

WIDE = frozenset("mwMW@%—шщжюмфыШЩЖЮМФЫ")


def width_in_em(text: str) -> float:
    """The width of a line in em. CJK characters count as square, Arabic letters as Latin ones."""
    return sum(
        1.06 if ord(c) > 0x2E7F else 0.7 if c.isupper() or c in WIDE else 0.3 if c in " .,:;ilj|" else 0.55
        for c in text
    )


def size_step(text: str, *limits: float) -> int:
    """How many of the ascending `limits` (in em) the text exceeds; 0 stands for the largest font size."""
    return sum(width_in_em(text) > limit for limit in limits)
