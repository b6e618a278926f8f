"""List pages: filter, sort, search and page in the address, and the same rows as CSV or XLSX."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import Any
from uuid import UUID

import django_filters
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.languages.lists import join_list
from portal.tables.export import csv_response, xlsx_response
from portal.ui.forms import style_field
from portal.ui.pages import render_page


def is_public_id(value: str) -> bool:
    """Whether a form's value can be a public id at all."""
    try:
        UUID(value)
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class Column:
    """One column: `sort` is the field it sorts by, `value` gives the exported value (else the attribute `name`).

    What `is_under` another stands below it in small letters on the page; in files it has a column of its own.
    """

    name: str
    label: str | Promise
    sort: str = ""
    value: Callable[[Any], Any] | None = None
    numeric: bool = False
    is_under: bool = False

    def value_of(self, row: Any) -> Any:
        return self.value(row) if self.value else getattr(row, self.name)


@dataclass
class Listing:
    """A queryset as a list page. Costs two queries beside the filters' choices: the count and the rows."""

    request: HttpRequest
    queryset: QuerySet[Any]
    name: str
    columns: Sequence[Column]
    filters: type[django_filters.FilterSet] | None = None
    search: Sequence[str] = ()
    default_sort: str = ""
    per_page: int = 50
    values: QueryDict | None = None  # a bulk action's: the address that the list had when it was sent

    @property
    def query_params(self) -> QueryDict:
        """Filters, search and sort as asked for: the address's, or those that a bulk action brings along."""
        return self.request.GET if self.values is None else self.values

    @cached_property
    def filterset(self) -> django_filters.FilterSet | None:
        if self.filters is None:
            return None
        found = self.filters(self.query_params, queryset=self.queryset, request=self.request)
        for field in found.form.fields.values():
            style_field(field)
        return found

    @cached_property
    def text(self) -> str:
        return self.query_params.get("q", "").strip()[:100]

    @cached_property
    def sort(self) -> str:
        wanted = self.query_params.get("sort", "")
        allowed = {column.sort for column in self.columns if column.sort}
        return wanted if wanted.lstrip("-") in allowed else self.default_sort

    @cached_property
    def matching(self) -> QuerySet[Any]:
        """Every row that the filters and the search leave, in the view's order."""
        rows = self.queryset
        if self.filterset is not None and self.filterset.form.is_valid():
            rows = self.filterset.filter_queryset(rows)
        if self.text and self.search:
            rows = rows.filter(
                reduce(or_, (Q(**{f"{path}__unaccent__icontains": self.text}) for path in self.search))
            )
        return rows.order_by(self.sort, "pk") if self.sort else rows

    def chosen(self) -> QuerySet[Any]:
        """The rows of a bulk action: those ticked, or with "all" each row that the list's filters leave.

        The form sends the list's query string as `filter`; give it to the listing as `values`.
        """
        if self.request.POST.get("all") == "1":
            return self.matching
        ids = [value for value in self.request.POST.getlist("id") if is_public_id(value)]
        return self.matching.filter(public_id__in=ids)

    @cached_property
    def page(self) -> Any:
        return Paginator(self.matching, self.per_page).get_page(self.request.GET.get("page"))

    @property
    def rows(self) -> list[Any]:
        return self.page.object_list

    @property
    def total(self) -> int:
        return self.page.paginator.count

    def query(self, **changes: str | None) -> str:
        """The address's query string with some of it changed; None takes a name away."""
        query: QueryDict = self.request.GET.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = value
        return f"?{query.urlencode()}" if query else "?"

    @property
    def heads(self) -> list[dict[str, Any]]:
        shown = []
        for column in self.columns:
            if column.is_under:
                continue
            state = ""
            if column.sort and self.sort.lstrip("-") == column.sort:
                state = "descending" if self.sort.startswith("-") else "ascending"
            turned = f"-{column.sort}" if state == "ascending" else column.sort
            shown.append(
                {
                    "column": column,
                    "aria": state,
                    "url": self.query(sort=turned, page=None) if column.sort else "",
                }
            )
        return shown

    @property
    def chips(self) -> list[dict[str, str]]:
        """The filters in force, each with the address that takes it away."""
        chips = [{"label": f"“{self.text}”", "url": self.query(q=None, page=None)}] if self.text else []
        if self.filterset is not None:
            for name, bound in self.filterset.form.fields.items():
                values = [value for value in self.request.GET.getlist(name) if value]
                if values:
                    words = join_list(self._label(name, value) for value in values)
                    chips.append(
                        {"label": f"{bound.label}: {words}", "url": self.query(**{name: None, "page": None})}
                    )
        return chips

    def _label(self, name: str, value: str) -> str:
        choices = getattr(self.filterset.form.fields[name], "choices", ()) if self.filterset else ()
        return next((str(label) for key, label in choices if str(key) == value), value)

    @property
    def csv_url(self) -> str:
        return self.query(export="csv", page=None)

    @property
    def xlsx_url(self) -> str:
        return self.query(export="xlsx", page=None)

    @property
    def previous_url(self) -> str:
        return self.query(page=str(self.page.previous_page_number())) if self.page.has_previous() else ""

    @property
    def next_url(self) -> str:
        return self.query(page=str(self.page.next_page_number())) if self.page.has_next() else ""

    def response(self, template: str, **context: Any) -> HttpResponse:
        """The page, or the file when `?export=csv|xlsx` asks for it."""
        head = [str(column.label) for column in self.columns]
        if self.request.GET.get("export") in ("csv", "xlsx"):
            notes = [(str(_("Filter")), chip["label"]) for chip in self.chips]
            rows = ([column.value_of(row) for column in self.columns] for row in self.matching)
            if self.request.GET["export"] == "csv":
                return csv_response(self.name, head, rows, notes=notes)
            return xlsx_response(self.name, head, rows, notes=notes)
        return render_page(self.request, template, listing=self, **context)
