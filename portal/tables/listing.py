"""List pages: filters, sorting, search and paging in the URL, and the same rows as CSV or XLSX."""

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
    """Whether the value is a valid UUID, as public ids are."""
    try:
        UUID(value)
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class Column:
    """A column. `sort` is the field to sort by; `value` returns the exported value (default: the attribute `name`).

    A column with `is_under` is shown on the page in small type below the previous column; in files it is separate.
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
    """A queryset as a list page. It needs two queries, the count and the rows, and those of the filters' choices."""

    request: HttpRequest
    queryset: QuerySet[Any]
    name: str
    columns: Sequence[Column]
    filters: type[django_filters.FilterSet] | None = None
    search: Sequence[str] = ()
    default_sort: str = ""
    per_page: int = 50
    values: QueryDict | None = None  # for bulk actions: the query parameters of the list that sent the form

    @property
    def query_params(self) -> QueryDict:
        """Filters, search and sorting: of the URL, or of the list that sent a bulk action."""
        return self.request.GET if self.values is None else self.values

    @cached_property
    def filterset(self) -> django_filters.FilterSet | None:
        if self.filters is None:
            return None
        filterset = self.filters(self.query_params, queryset=self.queryset, request=self.request)
        for name, field in filterset.form.fields.items():
            style_field(field)
            own = filterset.filters.get(name)
            if own is not None and type(own) is django_filters.ModelChoiceFilter and own.method is None:
                # Only what occurs in the list.
                occurring = self.queryset.order_by().values(own.field_name)
                field.queryset = field.queryset.filter(pk__in=occurring)
        return filterset

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
        """All rows that match the filters and the search, sorted."""
        rows = self.queryset
        if self.filterset is not None and self.filterset.form.is_valid():
            rows = self.filterset.filter_queryset(rows)
        if self.text and self.search:
            rows = rows.filter(
                reduce(or_, (Q(**{f"{path}__unaccent__icontains": self.text}) for path in self.search))
            )
        return rows.order_by(self.sort, "pk") if self.sort else rows

    def chosen(self) -> QuerySet[Any]:
        """The rows of a bulk action: the selected ones, or with "all" every row that matches the filters.

        The form sends the query string of the list as `filter`; pass it to the listing as `values`.
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
        """The query string of the URL with changes; None removes a parameter."""
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
            next_sort = f"-{column.sort}" if state == "ascending" else column.sort
            shown.append(
                {
                    "column": column,
                    "aria": state,
                    "url": self.query(sort=next_sort, page=None) if column.sort else "",
                }
            )
        return shown

    @property
    def chips(self) -> list[dict[str, str]]:
        """The active filters, each with the URL that removes it."""
        chips = [{"label": f"“{self.text}”", "url": self.query(q=None, page=None)}] if self.text else []
        if self.filterset is not None:
            for name, bound in self.filterset.form.fields.items():
                values = [value for value in self.request.GET.getlist(name) if value]
                if values:
                    labels = join_list(self._label(name, value) for value in values)
                    chips.append(
                        {"label": f"{bound.label}: {labels}", "url": self.query(**{name: None, "page": None})}
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
        """The page, or the file for `?export=csv` or `?export=xlsx`."""
        head = [str(column.label) for column in self.columns]
        if self.request.GET.get("export") in ("csv", "xlsx"):
            notes = [(str(_("Filter")), chip["label"]) for chip in self.chips]
            rows = ([column.value_of(row) for column in self.columns] for row in self.matching)
            if self.request.GET["export"] == "csv":
                return csv_response(self.name, head, rows, notes=notes)
            return xlsx_response(self.name, head, rows, notes=notes)
        return render_page(self.request, template, listing=self, **context)
