"""Cleaning of personal names, and the signal that `people` receives at sign-up."""

import unicodedata

from django.dispatch import Signal

person_named = Signal()  # sent during sign-up with user and full_name

JOINERS = "\u200c\u200d"  # needed to spell names in Persian and in Indic scripts
BIDI_OVERRIDES = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def clean_name(name: str) -> str:
    """Normalise to NFC and single spaces; remove control characters, with which a printed name could be forged."""
    spaced = " ".join(unicodedata.normalize("NFC", name).translate(BIDI_OVERRIDES).split())
    return "".join(character for character in spaced if character.isprintable() or character in JOINERS)
