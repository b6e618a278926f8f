"""Certificate numbers: 60 random bits and a check character in Crockford's base 32. Pure: imports no Django.

Case, hyphens and spaces do not matter; O is read as 0, I and L as 1. The check character is a weighted sum over the
field of 32 elements. It detects every single wrong character and every exchange of two neighbours.
"""

import secrets
from dataclasses import dataclass
from itertools import pairwise

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12  # five bits each
READ_AS = str.maketrans("OILU", "011V")
# Characters that people confuse in addition to READ_AS. Few pairs, because each guess matches by accident with
# probability 1/32.
ALIKE = ("5S", "2Z", "8B", "6G", "VY")


@dataclass(frozen=True)
class ParsedNumber:
    """A code as entered: `number` if it is well formed, else the positions that are likely wrong.

    `marked` are positions in `text` (the characters in capitals, without hyphens). `likely` is the only number that a
    common mistake would explain. It is computed from the check character alone, so it reveals nothing about which
    certificates exist.
    """

    text: str
    number: str | None
    marked: tuple[int, ...] = ()
    likely: str | None = None
    length_is_wrong: bool = False


def new_number() -> str:
    """Return a random number in the printed form XXXX-XXXX-XXXX-C."""
    characters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return format_number(characters + check_character(characters))


def format_number(characters: str) -> str:
    return "-".join(characters[i : i + 4] for i in range(0, len(characters), 4))


def check_character(characters: str) -> str:
    """Return the character that makes the weighted sum over all characters zero."""
    total, weight = 0, 1
    for character in characters:
        weight = _times_two(weight)
        total ^= _times(ALPHABET.index(character), weight)
    return ALPHABET[total]


def parse_number(typed: str) -> ParsedNumber:
    """Parse a code as entered by a person. Never raises."""
    text = "".join(c for c in typed.upper()[:60] if c.isalnum())
    characters = text.translate(READ_AS)
    invalid = tuple(i for i, c in enumerate(characters) if c not in ALPHABET)
    if len(text) != LENGTH + 1:
        return ParsedNumber(text, None, invalid, length_is_wrong=True)
    if not invalid and check_character(characters[:-1]) == characters[-1]:
        return ParsedNumber(text, format_number(characters))
    for guesses in (_look_alikes(characters), _exchanged(characters)) if not invalid else ():
        fitting = {guess for guess in guesses if check_character(guess[:-1]) == guess[-1]}
        if len(fitting) == 1:
            likely = fitting.pop()
            marked = tuple(i for i, (a, b) in enumerate(zip(characters, likely, strict=True)) if a != b)
            return ParsedNumber(text, None, marked, format_number(likely))
    return ParsedNumber(text, None, invalid)


def _look_alikes(characters: str) -> set[str]:
    """Codes in which one character is replaced by one that looks like it."""
    return {
        characters[:i] + pair.replace(character, "") + characters[i + 1 :]
        for i, character in enumerate(characters)
        for pair in ALIKE
        if character in pair
    }


def _exchanged(characters: str) -> set[str]:
    """Codes in which two neighbouring characters are exchanged."""
    return {
        characters[:i] + b + a + characters[i + 2 :]
        for i, (a, b) in enumerate(pairwise(characters))
        if a != b
    }


def _times_two(value: int) -> int:
    doubled = value << 1
    return doubled ^ 0b100101 if doubled & 32 else doubled  # x^5 + x^2 + 1


def _times(a: int, b: int) -> int:
    product = 0
    while b:
        if b & 1:
            product ^= a
        a, b = _times_two(a), b >> 1
    return product
