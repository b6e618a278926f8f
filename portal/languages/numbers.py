"""Numbers, dates and times in the active language and its digits: 1,902 in English, ١٬٩٠٢ in Arabic.

Django formats numbers with the separators of a language (`formats/`), but always with the digits 0 to 9. The functions
here have the names of Django's and write the digits of the language. Code that shows a number, and sentences with a
number in it, use them; attributes, URLs, codes, file names and exports keep 0 to 9, because programs read them.
"""

import datetime
import re
from decimal import Decimal
from typing import Any

from django.utils import formats, timezone
from django.utils.functional import lazy
from django.utils.translation import get_language

_ARABIC = str.maketrans("0123456789%", "٠١٢٣٤٥٦٧٨٩٪")
_LOCALIZED = (int, float, Decimal, datetime.date, datetime.time)
_WHOLE = re.compile(r"%\((\w+)\)d")
_DIGITS = {"ar": _ARABIC}  # other languages of the portal write 0 to 9


def digits(text: object) -> str:
    """The text with its digits and percent signs as the active language writes them."""
    table = _DIGITS.get(get_language() or "")
    return str(text).translate(table) if table else str(text)


digits_lazy = lazy(digits, str)


def number_format(value: Any, decimal_pos: int | None = None, *, force_grouping: bool = False) -> str:
    """A number with the separators of the language, and with `decimal_pos` decimals, which are not rounded."""
    return digits(formats.number_format(value, decimal_pos, use_l10n=True, force_grouping=force_grouping))


def date_format(value: datetime.date, format: str = "DATE_FORMAT") -> str:  # noqa: A002  # as in Django
    """A date, or a date with its time, in a format of the language or in one of Django's format strings."""
    return digits(formats.date_format(value, format, use_l10n=True))


def time_format(value: datetime.time | datetime.datetime, format: str = "TIME_FORMAT") -> str:  # noqa: A002
    return digits(formats.time_format(value, format, use_l10n=True))


def localize(value: Any) -> Any:
    """A number, date or time as text in the active language; any other value unchanged, as in Django's templates."""
    if isinstance(value, bool) or not isinstance(value, _LOCALIZED):
        return value
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return digits(formats.localize(value, use_l10n=True))


def interpolate(sentence: object, /, **values: Any) -> str:
    """Fill the placeholders of a translated sentence, as `sentence % values` does, in the digits of the language.

    Whole numbers are not grouped, since many are years or editions; pass `number_format(n)` where they should be.
    Text is inserted unchanged: it may be a title or a code.
    """
    return _WHOLE.sub(r"%(\1)s", str(sentence)) % {name: _inserted(value) for name, value in values.items()}


def _inserted(value: Any) -> Any:
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return digits(str(value).replace(".", formats.get_format("DECIMAL_SEPARATOR")))
    return localize(value)
