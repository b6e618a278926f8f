"""Pasted lists of people, in the shapes in which people have them."""

import pytest

from participants.invitations.lines import read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.tui@courts.example", [("a.tui@courts.example", "")]),
        ("a.tui@courts.example; Ana Tui", [("a.tui@courts.example", "Ana Tui")]),
        ("Ana Tui\ta.tui@courts.example", [("a.tui@courts.example", "Ana Tui")]),
        ("سلمى، s@courts.example", [("s@courts.example", "سلمى")]),
        ('"Me Solange Wamytan" <s.w@barreau.example>', [("s.w@barreau.example", "Me Solange Wamytan")]),
        ("Ana <a@c.example>; Ben <b@c.example>", [("a@c.example", "Ana"), ("b@c.example", "Ben")]),
        ("\n\n a@c.example \n\n", [("a@c.example", "")]),
    ],
)
def test_people_are_read(text, expected):
    people, invalid = read(text)

    assert [(person.email, person.name) for person in people] == expected
    assert invalid == []


def test_lines_without_an_address_and_repeated_ones_are_listed():
    people, invalid = read("a@c.example\nAna Tui\nA@C.example; Ana\nnot@an address")

    assert [person.number for person in people] == [1]
    assert [line.number for line in invalid] == [2, 3, 4]
