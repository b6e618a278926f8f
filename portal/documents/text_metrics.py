"""Generous estimates of how wide words will be, for choosing sizes before anything is laid out."""

WIDE = frozenset("mwMW@%—шщжюмфыШЩЖЮМФЫ")


def width_in_em(text: str) -> float:
    """The width of one line in em; CJK letters are square, Arabic ones are counted as Latin."""
    return sum(
        1.06 if ord(c) > 0x2E7F else 0.7 if c.isupper() or c in WIDE else 0.3 if c in " .,:;ilj|" else 0.55
        for c in text
    )


def size_step(text: str, *limits: float) -> int:
    """How many of the ascending `limits` (em) the text exceeds: 0 is the largest size."""
    return sum(width_in_em(text) > limit for limit in limits)
