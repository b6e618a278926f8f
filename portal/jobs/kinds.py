"""The kinds of background work. Apps register theirs in `ready()`; a job of an unknown kind cannot be started."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class JobKind:
    """`task` is the Celery task's name, `may_see(user, job)` widens who may look beyond the person who asked."""

    name: str
    task: str
    title: str | Promise
    queue: str = "default"
    may_see: Callable[[Any, Any], bool] | None = None


_kinds: dict[str, JobKind] = {}


def register(
    name: str,
    *,
    task: str,
    title: str | Promise,
    queue: str = "default",
    may_see: Callable[[Any, Any], bool] | None = None,
) -> None:
    """Make a kind known. Twice the same name is a mistake in the code."""
    kind = JobKind(name, task, title, queue, may_see)
    if _kinds.get(name, kind) != kind:
        raise ValueError(f"two kinds of job are called {name}")
    _kinds[name] = kind


def get(name: str) -> JobKind:
    """The kind of that name. Raises LookupError."""
    return _kinds[name]


def title_of(name: str) -> str:
    """What people read; the name itself for a kind that an older release left behind."""
    return str(_kinds[name].title) if name in _kinds else name


def shared() -> list[str]:
    """Names of the kinds that others than their starter may be allowed to see."""
    return [kind.name for kind in _kinds.values() if kind.may_see is not None]


def known() -> list[JobKind]:
    """All of them, for tests and for the list page's filter."""
    return sorted(_kinds.values(), key=lambda kind: kind.name)
