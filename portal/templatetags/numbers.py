"""Numbers, dates and times in templates, in the digits of the active language.

These filters and the tag `blocktranslate` replace Django's of the same name, so that templates use the names everyone
knows. A number between markup is written `{{ n|number }}`, or `{{ year|digits }}` where it is not grouped. This is
explicit because Django renders `{{ n }}` alike in text and in attributes, which programs read: `value="٣"` would break
a form, while a forgotten filter only shows 3 instead of ٣.
"""

import datetime
from typing import Any

from django import template
from django.template import defaultfilters
from django.template.base import Parser, Token, TokenType
from django.templatetags.i18n import BlockTranslateNode, do_block_translate

from portal.languages import numbers

register = template.Library()
_COUNT = "blocktranslate_count"
# Formats for programs, such as in the attribute `datetime`.
_MACHINE_READ = frozenset({"c", "U", "Y-m-d"})

register.filter("number", numbers.localize, is_safe=True)
register.filter("digits", numbers.digits, is_safe=True)


@register.filter(expects_localtime=True)
def date(value: Any, arg: str | None = None) -> str:
    shown = defaultfilters.date(value, arg)
    return shown if arg in _MACHINE_READ else numbers.digits(shown)


@register.filter
def time(value: datetime.time | datetime.datetime | None, arg: str | None = None) -> str:
    return numbers.digits(defaultfilters.time(value, arg))


@register.filter
def floatformat(value: Any, arg: Any = -1) -> str:
    return numbers.digits(defaultfilters.floatformat(value, arg))


@register.filter
def filesizeformat(size: Any) -> str:
    return numbers.digits(defaultfilters.filesizeformat(size))


@register.tag("blocktranslate")
@register.tag("blocktrans")
def blocktranslate(parser: Parser, token: Token) -> BlockTranslateNode:
    """Django's tag, with `|number` applied to all variables of the sentence."""
    node = do_block_translate(parser, token)
    tokens = [*node.singular, *(node.plural or [])]
    values = {t.contents: t.contents for t in tokens if t.token_type is TokenType.VAR}
    values |= {name: str(value.token) for name, value in node.extra_context.items()}
    counted = {}
    if node.countervar and node.counter:
        values[node.countervar] = str(node.counter.token)
        # Django selects the form by this variable, which must remain a number.
        counted, node.countervar, node.counter = {_COUNT: node.counter}, _COUNT, parser.compile_filter(_COUNT)
    shown = {name: parser.compile_filter(f"{value}|number") for name, value in values.items()}
    node.extra_context = {**shown, **counted}
    return node
