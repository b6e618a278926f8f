"""Attendance codes that change every few seconds. Pure: imports no Django; the key and the clock are arguments.

The code of a session and a step of time is derived from the portal's key, so that nothing is stored and nobody can
compute it in advance. The short code is typed; the QR code has a longer signature.
"""

import hashlib
import hmac
from datetime import datetime

STEP_SECONDS = 20
ACCEPTED_STEPS = 2  # the code on the screen and the one before it, for the time that typing takes
REMEMBERED_STEPS = 90  # ended codes that are recognised for half an hour, to say when they ended
LETTERS = "ABCDEFHJKLMNPRTUVWXY"  # without letters that look or sound like another letter or figure


def step_at(moment: datetime) -> int:
    return int(moment.timestamp()) // STEP_SECONDS


def seconds_left(moment: datetime) -> int:
    """Seconds until the code on the screen changes."""
    return STEP_SECONDS - int(moment.timestamp()) % STEP_SECONDS


def end_of(step: int) -> int:
    """The time, in seconds since 1970, when the code of the step stops being accepted."""
    return (step + ACCEPTED_STEPS) * STEP_SECONDS


def short_code(key: bytes, session: str, step: int) -> str:
    """Three letters and three figures, such as "KTM 482"."""
    number = int.from_bytes(_digest(key, session, step)[:8], "big")
    letters = ""
    for _ in range(3):
        number, index = divmod(number, len(LETTERS))
        letters += LETTERS[index]
    return f"{letters} {number % 1000:03d}"


def qr_token(key: bytes, session: str, step: int) -> str:
    """The last part of the QR code's address: the step and its signature."""
    return f"{step}-{_digest(key, session, step)[8:20].hex()}"


def step_of_short_code(key: bytes, session: str, typed: str, now: datetime) -> int | None:
    """The step of a typed code among those of the last half hour, or None."""
    code = "".join(sign for sign in typed.upper() if sign.isalnum())
    current = step_at(now)
    for step in range(current, current - REMEMBERED_STEPS, -1):
        if hmac.compare_digest(short_code(key, session, step).replace(" ", "").encode(), code.encode()):
            return step
    return None


def step_of_token(key: bytes, session: str, token: str) -> int | None:
    """The step of a scanned code, or None if its signature is not ours."""
    number, _, _signature = token.partition("-")
    if not number.isascii() or not number.isdecimal() or len(number) > 12:
        return None
    step = int(number)
    return step if hmac.compare_digest(qr_token(key, session, step).encode(), token.encode()) else None


def is_current(step: int, now: datetime) -> bool:
    return 0 <= step_at(now) - step < ACCEPTED_STEPS


def _digest(key: bytes, session: str, step: int) -> bytes:
    return hmac.new(key, f"attendance:{session}:{step}".encode(), hashlib.sha256).digest()
