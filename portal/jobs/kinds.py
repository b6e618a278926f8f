"""Registry of job kinds. Apps register theirs in `ready()`; a job of an unknown kind cannot be started."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class JobKind:
    """`task` is the name of the Celery task; `may_see(user, job)` lets other people than the owner see the job."""

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
    """Register a kind. Raises ValueError if another kind has this name."""
    kind = JobKind(name, task, title, queue, may_see)
    if _kinds.get(name, kind) != kind:
        raise ValueError(f"two kinds of job are called {name}")
    _kinds[name] = kind


def get(name: str) -> JobKind:
    """The kind of that name. Raises LookupError."""
    return _kinds[name]


def title_of(name: str) -> str:
    """The title for people; the name itself for a kind that no longer exists."""
    return str(_kinds[name].title) if name in _kinds else name


def shared() -> list[str]:
    """Names of the kinds with a `may_see` rule."""
    return [kind.name for kind in _kinds.values() if kind.may_see is not None]


def known() -> list[JobKind]:
    """All kinds by name, for tests."""
    return sorted(_kinds.values(), key=lambda kind: kind.name)
