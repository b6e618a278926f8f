"""Numbers, dates and times in templates, in the digits of the active language.

These filters and the tag `blocktranslate` replace Django's of the same name, so that templates use the names everyone
knows. A number between markup is written `{{ n|number }}`, or `{{ year|digits }}` where it is not grouped. This is
explicit because Django renders `{{ n }}` alike in text and in attributes, which programs read: `value="٣"` would break
a form, while a forgotten filter only shows 3 instead of ٣.
"""

import datetime
from decimal import Decimal
from typing import Any

from django import template
from django.template import defaultfilters
from django.template.base import FilterExpression, Parser, Token, TokenType
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


class _Localized:
    """A variable of a translated sentence: a number becomes text in the digits of the language."""

    def __init__(self, expression: FilterExpression) -> None:
        self.expression = expression

    def resolve(self, context: template.Context) -> Any:
        value = self.expression.resolve(context)
        return numbers.localize(value) if isinstance(value, (int, float, Decimal)) else value


@register.tag("blocktranslate")
@register.tag("blocktrans")
def blocktranslate(parser: Parser, token: Token) -> BlockTranslateNode:
    """Django's tag, with all variables of the sentence localized."""
    node = do_block_translate(parser, token)
    tokens = [*node.singular, *(node.plural or [])]
    names = {t.contents for t in tokens if t.token_type is TokenType.VAR}
    expressions = {name: parser.compile_filter(name) for name in names} | node.extra_context
    own = {}
    if node.counter:
        expressions[node.countervar] = own[_COUNT] = node.counter
        # Django selects the form by this variable, which must remain a number.
        node.countervar, node.counter = _COUNT, template.Variable(_COUNT)
    localized = {name: _Localized(expression) for name, expression in expressions.items()}
    node.extra_context = {**localized, **own}
    return node
