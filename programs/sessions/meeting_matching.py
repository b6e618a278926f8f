"""Matches people in a meeting list with the people of a cohort. Pure: imports no Django.

An email address or the same name is certain if it belongs to one person only. A similar name is a suggestion that a
person reviews, since relatives and namesakes take part in the same course.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, TypeVar

Key = TypeVar("Key", str, frozenset[str])

ALIKE = 0.5  # least share of letter known that two names have in common
CLEARLY = 0.08  # by which the best suggestion must be more similar than the next
_MARKS = re.compile(r"[ʻʼ’‘'`´]")  # written or left out within a name


class Features(NamedTuple):
    """The parts of a name and the triples of its letters."""

    tokens: frozenset[str]
    triples: frozenset[str]


class How(StrEnum):
    EMAIL = "email"
    NAME = "name"
    NEAR = "near"
    NONE = "none"


@dataclass(frozen=True)
class Candidate:
    """A person of the cohort."""

    id: int
    name: str
    email: str = ""


@dataclass(frozen=True)
class Match:
    """The candidate for a listed person, None if there is none that is clear."""

    how: How
    candidate: int | None = None


def match_people(people: Sequence[tuple[str, str]], candidates: Sequence[Candidate]) -> list[Match]:
    """For each (name, email) of the list the candidate and how it was found."""
    by_email = _index((candidate.email.casefold(), candidate) for candidate in candidates)
    by_name = _index((frozenset(name_tokens(candidate.name)), candidate) for candidate in candidates)
    known = [(candidate, _features(candidate.name)) for candidate in candidates]
    return [_match(name, email, by_email, by_name, known) for name, email in people]


def _match(
    name: str,
    email: str,
    by_email: Mapping[str, Sequence[Candidate]],
    by_name: Mapping[frozenset[str], Sequence[Candidate]],
    known: Sequence[tuple[Candidate, Features]],
) -> Match:
    same_email = by_email.get(email.casefold(), []) if email else []
    if len(same_email) == 1:
        return Match(How.EMAIL, same_email[0].id)
    names = _names_in(name)
    for written in names:
        same_name = by_name.get(frozenset(name_tokens(written)), [])
        if len(same_name) == 1 and name_tokens(written):
            return Match(How.NAME, same_name[0].id)
        if len(same_name) > 1:
            return Match(How.NONE)
    best = _best([_features(written) for written in names], known)
    return Match(How.NEAR, best) if best is not None else Match(How.NONE)


def _best(written: Sequence[Features], known: Sequence[tuple[Candidate, Features]]) -> int | None:
    scores = sorted(
        ((max(_likeness(name, features) for name in written), candidate.id) for candidate, features in known),
        reverse=True,
    )
    if not scores or scores[0][0] < ALIKE:
        return None
    if len(scores) > 1 and scores[0][0] - scores[1][0] < CLEARLY:
        return None
    return scores[0][1]


def _names_in(name: str) -> list[str]:
    """The name shown in the meeting and, in brackets after it, the original one, as in "Ana (Ana Fifita)"."""
    inside = re.findall(r"\(([^)]{3,})\)", name)
    return [re.sub(r"\([^)]*\)", " ", name), *inside]


def name_tokens(name: str) -> list[str]:
    """The parts of a name in lower case, without accents and marks, in alphabetical order."""
    plain = unicodedata.normalize("NFKD", _MARKS.sub("", name.casefold()))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return sorted(re.findall(r"[^\W\d_]+", letters))


def _features(name: str) -> Features:
    tokens = name_tokens(name)
    triples = frozenset(
        padded[i : i + 3] for token in tokens for padded in [f"  {token} "] for i in range(len(padded) - 2)
    )
    return Features(frozenset(tokens), triples)


def _likeness(one: Features, other: Features) -> float:
    """From 0 to 1; two or more parts of the name that are all in the other name count as very similar."""
    if not one.triples or not other.triples:
        return 0.0
    shared = one.tokens & other.tokens
    if len(shared) >= 2 and (shared == one.tokens or shared == other.tokens):
        return 0.9
    return len(one.triples & other.triples) / len(one.triples | other.triples)


def _index(pairs: Iterable[tuple[Key, Candidate]]) -> dict[Key, list[Candidate]]:
    index = defaultdict(list)
    for key, candidate in pairs:
        if key:
            index[key].append(candidate)
    return index
