"""Two hands that act in the same moment, each on a connection of its own."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection


def two_at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act returned, or the error that it raised, in the order of the acts."""
    start, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int) -> None:
        try:
            start.wait(10)
            outcomes[place] = acts[place]()
        except Exception as error:  # noqa: BLE001  # the test looks at it
            outcomes[place] = error
        finally:
            connection.close()

    hands = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(20)
    return outcomes
