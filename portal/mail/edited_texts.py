"""The text of an email that somebody edited for one sending. Pure: plain values in and out.

{name} and {link} stand for each person's own name and link.
"""

import re
from html import escape

NAME, LINK = "{name}", "{link}"
_URL = re.compile(r"https?://[^\s<>]+", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def fill(edited: dict[str, str], *, name: str, link: str) -> tuple[str, str, str]:
    """Subject, text and HTML for one person. The subject has no link."""
    subject = " ".join(edited["subject"].replace(NAME, name).split())[:300]
    text = edited["text"].replace(NAME, name).replace(LINK, link)
    return subject, text, _html(text)


def urls(text: str) -> list[str]:
    """The web addresses in a text."""
    return _URL.findall(text)


def unknown_placeholders(text: str) -> list[str]:
    """Words in braces that nothing stands for."""
    return sorted(set(_PLACEHOLDER.findall(text)) - {NAME, LINK})


def _html(text: str) -> str:
    paragraphs = re.split(r"\n\s*\n", text.strip())
    linked = (_URL.sub(_anchor, escape(part)).replace("\n", "<br>\n") for part in paragraphs)
    return "\n".join(f'<p dir="auto">{part}</p>' for part in linked)


def _anchor(match: re.Match[str]) -> str:
    address = match[0].rstrip(".,;:!?)")
    return f'<a href="{address}" dir="ltr">{address}</a>{match[0][len(address) :]}'
