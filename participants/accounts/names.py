"""Names as people write them, and the signal by which a sign-up tells `people` who signed up."""

import unicodedata

from django.dispatch import Signal

person_named = Signal()  # sent in the sign-up's request: user, full_name

JOINERS = "\u200c\u200d"  # part of how names are spelled in Persian and in Indic scripts
BIDI_OVERRIDES = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def clean_name(name: str) -> str:
    """NFC, one space between words, no control or bidi-override signs: they could forge a printed name."""
    spaced = " ".join(unicodedata.normalize("NFC", name).translate(BIDI_OVERRIDES).split())
    return "".join(sign for sign in spaced if sign.isprintable() or sign in JOINERS)
