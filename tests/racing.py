"""Running functions at the same moment in threads, each with its own database connection."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection


def two_at_once(*functions: Callable[[], Any]) -> list[Any]:
    """Run the functions concurrently; returns the result or exception of each, in order."""
    start, outcomes = threading.Barrier(len(functions)), [None] * len(functions)

    def run(index: int) -> None:
        try:
            start.wait(10)
            outcomes[index] = functions[index]()
        except Exception as error:  # noqa: BLE001  # returned to the test
            outcomes[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(functions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return outcomes
