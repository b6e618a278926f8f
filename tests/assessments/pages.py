"""Read the markup of pages independently of how their templates are indented."""

import re

from django.http import HttpResponse


def markup_of(response: HttpResponse) -> str:
    """The page on one line: white space collapsed, and removed after opening and before closing tags."""
    page = " ".join(response.content.decode().split())
    return re.sub(r"(<[a-z][^>]*>) +", r"\1", page).replace(" </", "</")
