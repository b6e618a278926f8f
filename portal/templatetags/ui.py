"""Template tags of the design system, available in every template. Their markup is in `templates/components/`."""

import zoneinfo
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.audit.registry import readable
from portal.dashboard.panels import address_of, panels_for
from portal.dashboard.registry import subnav_items_for
from portal.figures.figure import Figure
from portal.figures.formatting import rounded, with_percent_sign
from portal.languages import countries
from portal.languages.directions import direction_of
from portal.languages.lists import colon, comma, join_list, semicolon
from portal.languages.numbers import date_format, interpolate, number_format, time_format
from portal.languages.zones import city_name
from portal.ui.forms import style_field

register = template.Library()
LANGUAGE_NAMES = dict(settings.LANGUAGES)


@register.simple_tag
def ui_icon(name: str, label: str = "", tone: str = "") -> SafeString:
    """An icon of the sprite; decorative unless it has a `label`."""
    return _icon(name, label, tone)


# Cached because lists show the same icons hundreds of times. `typed` because a SafeString equals the unsafe string.
@lru_cache(maxsize=1024, typed=True)
def _icon(name: str, label: str, tone: str) -> SafeString:
    href = f"{static('icons.svg')}#i-{name}"
    classes = f"icon {tone}".strip()
    if name in ("arrow", "caret-start", "caret-end"):
        classes += " dir"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', classes, label, href
        )
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', classes, href)


@register.simple_block_tag
def ui_filled(content: str, mark: str) -> str:
    """Omit the content unless it contains `mark`, such as `<li`."""
    return content if mark in content else ""


@register.simple_tag
def ui_tag(kind: str, icon: str, label: Any) -> SafeString:
    """A status with icon and label. `kind` is good, info, warn, bad or empty."""
    return _tag(kind, icon, label if isinstance(label, SafeString) else str(label))


@lru_cache(maxsize=1024, typed=True)
def _tag(kind: str, icon: str, label: str) -> SafeString:
    return format_html('<span class="tag {}">{}{}</span>', kind, ui_icon(icon), label)


@register.inclusion_tag("components/field.html")
def ui_field(field: Any) -> dict[str, Any]:
    """One field with label, hint, error and control, linked by their ids."""
    widget_type = getattr(field.field.widget, "input_type", "")
    grouped = widget_type in ("radio",) or field.field.widget.__class__.__name__ in (
        "CheckboxSelectMultiple",
        "RadioSelect",
    )
    described = [f"{field.auto_id}_hint"] if field.help_text else []
    if field.errors:
        described.append(f"{field.auto_id}_error")
        field.field.widget.attrs["aria-invalid"] = "true"
    if described and not grouped:
        field.field.widget.attrs["aria-describedby"] = " ".join(described)
    return {
        "field": field,
        "grouped": grouped,
        "in_rows": widget_type == "rows",
        "single_check": widget_type == "checkbox" and not grouped,
    }


@register.inclusion_tag("components/fields.html")
def ui_fields(form: Any) -> dict[str, Any]:
    return {"form": form}


@register.inclusion_tag("components/fields.html")
def ui_plain_fields(form: Any) -> dict[str, Any]:
    """The fields of a third-party form in the portal's style, without placeholders that repeat the labels."""
    for field in form.fields.values() if form else ():
        style_field(field)
        field.widget.attrs.pop("placeholder", None)
    return {"form": form}


@register.inclusion_tag("components/errors.html")
def ui_errors(*forms: Any) -> dict[str, Any]:
    """The error summary above a form; each error is linked to its field."""
    items = []
    for form in forms:
        items += [{"text": text, "id": ""} for text in getattr(form, "domain_errors", ())]
        if form.is_bound:
            for name, errors in form.errors.items():
                field_id = form[name].auto_id if name in form.fields else ""
                label = f"{form[name].label}: " if name in form.fields else ""
                items += [{"text": f"{label}{text}", "id": field_id} for text in errors]
    return {"items": items}


@register.inclusion_tag("components/meter.html")
def ui_meter(value: Any, of: Any, label: str = "", tone: str = "") -> dict[str, Any]:
    """A progress bar for `value` of `of`, with a label."""
    percent = 0 if not of else max(0, min(100, round(float(value) * 100 / float(of))))
    return {"percent": percent, "words": label, "tone": tone}


@register.inclusion_tag("components/empty.html")
def ui_empty(title: str, hint: str = "") -> dict[str, str]:
    return {"title": title, "hint": hint}


@register.simple_tag
def ui_when(moment: datetime | None, zone: str = "UTC") -> SafeString:
    """A time in the reader's time zone and, if it differs, in `zone` in brackets; each with its city.

    For readers in UTC, such as visitors who are not signed in, the time in `zone` comes first.
    """
    if moment is None:
        return format_html("{}", "–")
    clocks = [zone]
    own = timezone.get_current_timezone_name()
    there, here = moment.astimezone(zoneinfo.ZoneInfo(zone)), timezone.localtime(moment)
    if there.utcoffset() != here.utcoffset():
        clocks.insert(1 if own == "UTC" else 0, own)
    first, *others = [(moment.astimezone(zoneinfo.ZoneInfo(name)), _city(name)) for name in clocks]
    text = interpolate(
        _("%(day)s, %(time)s %(place)s"),
        day=date_format(first[0], "DATE_FORMAT"),
        time=time_format(first[0], "H:i"),
        place=first[1],
    )
    also = SafeString("")
    for clock, city in others:
        day = "" if clock.date() == first[0].date() else f"{date_format(clock, 'SHORT_DATE_FORMAT')} "
        also = format_html(
            " <bdi>{}</bdi>",
            interpolate(_("(%(time)s %(place)s)"), time=f"{day}{time_format(clock, 'H:i')}", place=city),
        )
    return format_html('<time datetime="{}"><bdi>{}</bdi>{}</time>', there.isoformat(), text, also)


def _city(zone: str) -> str:
    """The city of the zone in the active language, or as the zone is written where the CLDR has no name for it."""
    city = zone.rpartition("/")[2].replace("_", " ")
    language = get_language() or "en"
    return city if language.startswith("en") else city_name(zone, language, city)


@register.filter
def language_name(code: str) -> str:
    """A language's own name for its code."""
    return LANGUAGE_NAMES.get(code, code)


@register.simple_tag
def ui_figure(figure: Figure | None, decimals: int = 1) -> SafeString:
    """A figure with its unit in the active language, or the reason why it is missing."""
    if figure is None:
        return missing_label("no_data")
    if figure.value is None:
        return missing_label(figure.reason)
    shown = rounded(figure.value, decimals)
    if figure.unit == "%":
        return format_html("{}", with_percent_sign(shown))
    return format_html("{}{}", shown, f" {figure.unit}" if figure.unit else "")


@register.simple_tag
def missing_label(reason: str) -> SafeString:
    """The text in place of a missing figure."""
    text = {
        "no_data": _("not reported"),
        "zero_denominator": _("cannot be computed"),
        "not_applicable": _("not applicable"),
        "suppressed": _("withheld"),
    }.get(reason, reason)
    icon = ui_icon("hidden") if reason == "suppressed" else ""
    return format_html('<span class="withheld">{}{}</span>', icon, text)


register.filter(join_list)
register.simple_tag(comma, name="ui_comma")
register.simple_tag(colon, name="ui_colon")
register.simple_tag(semicolon, name="ui_semicolon")


@register.simple_tag(takes_context=True)
def ui_history_link(context: dict[str, Any], target: Any) -> SafeString | str:
    """A link to the history of a record, if the user may read it."""
    user = context["user"] if "user" in context else context["request"].user
    registered = readable(target._meta.label_lower)
    if registered is None or not registered[1](user, target):
        return ""
    url = reverse("history", args=[target._meta.label_lower, target.public_id])
    return format_html('<a href="{}">{}</a>', url, _("History of this record"))


@register.simple_tag(takes_context=True)
def ui_panels(context: dict[str, Any], slot: str, row: Any, **more: Any) -> SafeString:
    """The panels that higher apps show in this slot for the row; `more` goes to their templates."""
    request = context["request"]
    panels = panels_for(slot, request.user, [row])[row.pk]
    return _rendered(request, panels, {"row": row, **more})


@register.simple_tag(takes_context=True)
def ui_row_panels(
    context: dict[str, Any], panels: dict[Any, list[tuple[str, dict[str, Any]]]], row: Any
) -> SafeString:
    """The panels of one row, of those that the view fetched for all rows with `panels_for`."""
    return _rendered(context["request"], panels.get(row.pk, []), {"row": row})


def _rendered(
    request: HttpRequest, panels: list[tuple[str, dict[str, Any]]], more: dict[str, Any]
) -> SafeString:
    return mark_safe("".join(render_to_string(name, {**more, **values}, request) for name, values in panels))  # noqa: S308


@register.simple_tag
def ui_address(name: str, row: Any = None) -> str:
    """An address that a higher app registered; "" where there is none."""
    return address_of(name, row)


@register.inclusion_tag("components/subnav.html", takes_context=True)
def ui_subnav(context: dict[str, Any], parent: str, label: str) -> dict[str, Any]:
    """The second-level navigation under `parent`; empty if the user may open only one of its pages."""
    request = context["request"]
    pages = subnav_items_for(parent, request.user, request.path)
    return {"pages": pages if len(pages) > 1 else [], "label": label}


@register.inclusion_tag("components/list_head.html")
def ui_list_filters(listing: Any) -> dict[str, Any]:
    return {"listing": listing}


@register.simple_block_tag
def ui_table(
    content: str,
    listing: Any,
    kind: str = "",
    labelled_by: str = "h-list",
    *,
    select: Any = False,
    action: Any = False,
) -> SafeString:
    """The table of a list: sortable headings from the listing's columns, and the rows that the block writes.

    `kind` adds classes such as "sticky rows"; `select` adds a column of checkboxes, `action` one of buttons.
    """
    values = {"content": content, "listing": listing, "kind": kind, "labelled_by": labelled_by}
    return render_to_string("components/list_table.html", values | {"select": select, "action": action})


@register.inclusion_tag("components/list_foot.html")
def ui_pagination(listing: Any) -> dict[str, Any]:
    return {"listing": listing}


@register.filter
def file_size(size: int) -> str:
    """A size in kB or MB."""
    if size < 1_000_000:
        return interpolate(_("%(n)s kB"), n=number_format(max(1, round(size / 1000))))
    return interpolate(_("%(n)s MB"), n=number_format(round(size / 1_000_000, 1), 1))


@register.filter
def region_name(stored: str) -> str:
    """The name of a region of the M49 standard in the active language; other names are shown as they are stored."""
    return countries.region_name(stored)


@register.filter
def percent(share: Any) -> str:
    """A share in 0–1 as a whole percentage."""
    return with_percent_sign(rounded(Decimal(share) * 100, 0))


@register.filter
def safe_svg(svg: str) -> SafeString:
    """An SVG chart of `portal.documents`, which has escaped all labels."""
    return mark_safe(svg)  # noqa: S308


@register.filter
def direction(text: Any) -> str:
    """The text direction by the first letter, for PDF files, since WeasyPrint does not support dir="auto"."""
    return direction_of(str(text)) or "auto"


@register.filter
def bdi(row: Any) -> SafeString:
    """The name of a row with its own direction and, if it is not translated, with the language that it has."""
    language = getattr(row, "text_language", "")
    if language and language != get_language():
        return format_html('<bdi lang="{}">{}</bdi>', language, row)
    return format_html("<bdi>{}</bdi>", row)


@register.filter
def isolate(text: Any) -> SafeString:
    """Content with its own direction in a translated sentence: `{% blocktranslate with name=row|isolate %}`."""
    return format_html("<bdi>{}</bdi>", text)


@register.filter
def lookup(mapping: Any, key: Any) -> Any:
    return mapping.get(key) if mapping else None


@register.simple_block_tag
def ui_section(content: str, heading_id: str, title: str, id: str = "") -> SafeString:  # noqa: A002  # HTML's word
    """A section of the page under its heading, which names it for screen readers."""
    anchor = format_html(' id="{}"', id) if id else ""
    return format_html(
        '<section class="section"{} aria-labelledby="{}"><header><h2 id="{}">{}</h2></header>{}</section>',
        anchor, heading_id, heading_id, title, mark_safe(content),  # noqa: S308  # rendered by the template
    )  # fmt: skip


@register.simple_block_tag
def ui_fact(content: str, label: str) -> SafeString:
    """One pair of a list of facts: `<dl class="facts">` and `<dl class="pairs">` hold them."""
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", label, mark_safe(content))  # noqa: S308  # as above


@register.simple_tag(takes_context=True)
def ui_post_button(context: dict[str, Any], url: str, label: str, kind: str = "") -> SafeString:
    """A form of one button that posts to `url`; `kind` adds classes such as "second compact"."""
    return format_html(
        '<form method="post" action="{}">{}<button class="{}">{}</button></form>',
        url, _csrf_field(context), " ".join(["button", *kind.split()]), label,
    )  # fmt: skip


def _csrf_field(context: dict[str, Any]) -> SafeString:
    token = context.get("csrf_token")
    return (
        format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)
        if token and str(token) != "NOTPROVIDED"
        else SafeString("")
    )
