"""Attendance lists of Zoom, Teams and Webex as joins of people. Pure: imports no Django.

The files begin with facts of the meeting and may have several tables: totals for each person, and each time that
somebody joined and left. The table with times is used where there is one, since only it shows joins that overlap.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

_HEADINGS = {
    "name": {
        "name", "name original name", "full name", "display name", "user name", "participant", "participant name",
        "attendee", "attendee name", "nom", "nom complet", "nom nom d origine", "nom d utilisateur", "nombre",
        "nombre completo", "nombre nombre original", "имя", "полное имя", "姓名", "名称", "الاسم",
    },
    "email": {
        "email", "e mail", "user email", "email address", "attendee email", "participant email", "adresse e mail",
        "e mail de l utilisateur", "courriel", "correo electronico", "correo", "электронная почта", "邮箱",
        "电子邮件", "البريد الإلكتروني",
    },
    "account": {"participant id upn", "user principal name", "upn", "id du participant upn", "id de participante upn"},
    "joined": {
        "join time", "join date time", "attendee join time", "joined", "first join", "first join time",
        "heure d arrivee", "heure d entree", "premiere connexion", "premiere participation", "hora de union",
        "hora de entrada", "primera union", "primera incorporacion", "время входа", "加入时间", "وقت الانضمام",
    },
    "left": {
        "leave time", "leave date time", "attendee leave time", "left", "last leave", "last leave time",
        "heure de depart", "heure de sortie", "dernier depart", "hora de salida", "ultima salida", "время выхода",
        "离开时间", "وقت المغادرة",
    },
    "duration": {
        "duration", "duration minutes", "total duration minutes", "total duration", "in meeting duration",
        "attendance duration", "attendance duration minutes", "duree", "duree minutes", "duree totale minutes",
        "duree de la reunion", "duracion", "duracion minutos", "duracion total minutos", "duracion en la reunion",
        "продолжительность", "длительность", "时长", "المدة",
    },
    "action": {"user action", "action de l utilisateur", "accion del usuario"},
    "timestamp": {"timestamp", "horodatage", "marca de tiempo"},
}  # fmt: skip
_PLATFORMS = {
    "Zoom": {
        "name original name", "nom nom d origine", "nombre nombre original", "user email", "total duration minutes"
    },
    "Teams": {"in meeting duration", "participant id upn", "user action", "first join"},
    "Webex": {"attendance duration", "display name", "connection type", "attendee email", "session name"},
}  # fmt: skip
_DATE = re.compile(r"(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*([ap])?", re.IGNORECASE)
_UNITS = re.compile(r"(\d+(?:[.,]\d+)?)\s*([a-zа-яé]*)", re.IGNORECASE)
_GUEST = re.compile(r"\((guest|unverified|invite|external|host|organizer|moderator)\)", re.IGNORECASE)
MAX_JOINS = 20_000


@dataclass
class ListedPerson:
    """A person in the list with all their joins. Times are as in the file, without a time zone."""

    name: str
    email: str = ""
    joins: list[tuple[datetime, datetime]] = field(default_factory=list)
    minutes_without_times: float = 0


@dataclass(frozen=True)
class MeetingPeople:
    """The list: the program that wrote it, if it is known, and the people."""

    platform: str
    people: list[ListedPerson]

    @property
    def first(self) -> datetime | None:
        return min((start for person in self.people for start, _end in person.joins), default=None)

    @property
    def last(self) -> datetime | None:
        return max((end for person in self.people for _start, end in person.joins), default=None)


@dataclass(frozen=True)
class _Table:
    columns: dict[str, int]
    headings: set[str]
    rows: list[list[str]]

    @property
    def rank(self) -> tuple[bool, int]:
        has_times = {"joined", "left"} <= self.columns.keys() or {
            "action",
            "timestamp",
        } <= self.columns.keys()
        return has_times, len(self.rows)


def read_people(lines: Iterable[Sequence[str]], *, expected: date) -> MeetingPeople | None:
    """The people of a list, or None if no table of people is recognised.

    Dates such as 04/05/2027 are read in the order that gives a date nearest to `expected`.
    """
    tables = list(_tables(lines))
    if not tables:
        return None
    best = max(tables, key=lambda table: table.rank)
    platform = next(
        (name for name, marks in _PLATFORMS.items() if any(marks & table.headings for table in tables)),
        "",
    )
    day_first = _is_day_first(best, expected)
    emails = {
        _name_key(_cell(row, table.columns, "name")): _email(row, table.columns)
        for table in tables
        for row in table.rows
        if _email(row, table.columns)
    }
    people: dict[str, ListedPerson] = {}
    log: dict[str, list[tuple[str, datetime]]] = {}
    for row in best.rows[:MAX_JOINS]:
        name = clean_name(_cell(row, best.columns, "name"))
        email = _email(row, best.columns) or emails.get(_name_key(name), "")
        if not name and not email:
            continue
        key = email.casefold() or _name_key(name)
        person = people.setdefault(key, ListedPerson(name or email, email))
        if "action" in best.columns:
            at = moment(_cell(row, best.columns, "timestamp"), day_first=day_first)
            if at:
                log.setdefault(key, []).append((_fold(_cell(row, best.columns, "action")), at))
            continue
        _add_join(person, row, best.columns, day_first=day_first)
    if log:
        end = max(at for entries in log.values() for _action, at in entries)
        for key, entries in log.items():
            people[key].joins = _joins_of_log(entries, end)
    return MeetingPeople(platform, list(people.values()))


def minutes_of(people: Sequence[ListedPerson], *, starts: datetime, ends: datetime, clip: bool) -> int:
    """The minutes that the joins cover together, at most the length of the session. Overlapping joins count once.

    With `clip`, only time between `starts` and `ends` counts, which are in the time zone of the list.
    """
    length = int((ends - starts).total_seconds() // 60)
    joins = sorted(join for person in people for join in person.joins)
    if clip:
        joins = [(max(start, starts), min(end, ends)) for start, end in joins]
    covered, until = timedelta(), None
    for start, end in joins:
        fresh = start if until is None else max(start, until)
        if end > fresh:
            covered += end - fresh
            until = end
    minutes = covered.total_seconds() / 60
    if not any(person.joins for person in people):
        minutes = sum(person.minutes_without_times for person in people)
    return min(length, int(minutes + 0.5))


def clean_name(text: str) -> str:
    """The name without what meeting programs add, such as "(Guest)"."""
    return " ".join(_GUEST.sub(" ", text).strip(" #").split())


def moment(text: str, *, day_first: bool) -> datetime | None:
    """A date with time in one of the formats that the programs write, or None."""
    text = _ascii_digits(text)
    date_match, time_match = _DATE.search(text), None
    if date_match:
        time_match = _TIME.search(text, date_match.end())
    if not date_match or not time_match:
        return None
    first, second, third = (int(date_match.group(n)) for n in (1, 3, 4))
    if len(date_match.group(1)) == 4:
        year, month, day = first, second, third
    elif day_first or date_match.group(2) == ".":
        day, month, year = first, second, third
    else:
        month, day, year = first, second, third
    hour, minute = int(time_match.group(1)), int(time_match.group(2))
    half = (time_match.group(4) or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        year = year + 2000 if year < 100 else year
        return datetime(year, month, day, hour, minute, int(time_match.group(3) or 0))  # noqa: DTZ001  # as in the file
    except ValueError:
        return None


def duration_minutes(text: str) -> float:
    """Minutes of "62", "62 mins", "1h 2m 5s" or "01:02:05"; 0 if there is no number."""
    text = _ascii_digits(text)
    clock = re.fullmatch(r"(\d+):(\d{2})(?::(\d{2}))?", text.strip())
    if clock:
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return hours * 60 + minutes + seconds / 60
    total = 0.0
    for number, unit in _UNITS.findall(text):
        value = float(number.replace(",", "."))
        if unit[:1].lower() in ("h", "ч"):
            total += value * 60
        elif unit[:1].lower() in ("s", "с"):
            total += value / 60
        else:
            total += value
    return total


def _tables(lines: Iterable[Sequence[str]]) -> Iterable[_Table]:
    current: _Table | None = None
    for cells in lines:
        folded = [_fold(cell) for cell in cells]
        columns = _columns(folded)
        if "name" in columns and columns.keys() & {"joined", "left", "duration", "timestamp"}:
            if current:
                yield current
            current = _Table(columns, set(folded), [])
        elif current is not None and sum(bool(cell) for cell in cells) > 1:
            current.rows.append([_unquoted(cell) for cell in cells])
        elif current is not None and re.match(r"\d+\.\s", next((cell for cell in cells if cell), "")):
            yield current  # the title of the next part, such as "3. In-Meeting Activities"
            current = None
    if current:
        yield current


def _columns(folded: Sequence[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for index, heading in enumerate(folded):
        for name, headings in _HEADINGS.items():
            if heading in headings:
                columns.setdefault(name, index)
    return columns


def _add_join(person: ListedPerson, row: Sequence[str], columns: dict[str, int], *, day_first: bool) -> None:
    start = moment(_cell(row, columns, "joined"), day_first=day_first)
    end = moment(_cell(row, columns, "left"), day_first=day_first)
    minutes = duration_minutes(_cell(row, columns, "duration"))
    if start and end and end >= start:
        person.joins.append((start, end))
    elif start and minutes:
        person.joins.append((start, start + timedelta(minutes=minutes)))
    else:
        person.minutes_without_times += minutes


def _joins_of_log(entries: Sequence[tuple[str, datetime]], end: datetime) -> list[tuple[datetime, datetime]]:
    """Joins of a log of "Joined" and "Left"; somebody who did not leave stayed until the last entry."""
    joins, since = [], None
    for action, at in sorted(entries, key=lambda entry: entry[1]):
        if "left" in action or "quit" in action or "sali" in action or "abandon" in action:
            if since is not None:
                joins.append((since, at))
            since = None
        elif since is None:
            since = at
    if since is not None:
        joins.append((since, end))
    return joins


def _is_day_first(table: _Table, expected: date) -> bool:
    """Whether 04/05/2027 is 4 May, by the dates of the table and by the one that is expected."""
    texts = [_cell(row, table.columns, name) for row in table.rows for name in ("joined", "timestamp")]
    matches = [match for text in texts if (match := _DATE.search(_ascii_digits(text)))]
    if any(int(match.group(1)) > 12 for match in matches if len(match.group(1)) <= 2):
        return True
    if any(int(match.group(3)) > 12 for match in matches):
        return False
    distances = {}
    for day_first in (False, True):
        dates = [at for text in texts if (at := moment(text, day_first=day_first))]
        distances[day_first] = min((abs((at.date() - expected).days) for at in dates), default=10_000)
    return distances[True] < distances[False]


def _cell(row: Sequence[str], columns: dict[str, int], name: str) -> str:
    index = columns.get(name)
    return row[index] if index is not None and index < len(row) else ""


def _email(row: Sequence[str], columns: dict[str, int]) -> str:
    for name in ("email", "account"):
        cell = _cell(row, columns, name).strip()
        if "@" in cell:
            return cell
    return ""


def _unquoted(cell: str) -> str:
    """Webex writes cells as ="text", so that spreadsheets do not change them."""
    match = re.fullmatch(r'="?(.*?)"?', cell)
    return match.group(1).strip() if match else cell.strip()


def _name_key(name: str) -> str:
    return _fold(clean_name(name))


def _fold(text: str) -> str:
    """Lower case without accents and punctuation, to compare headings and names."""
    plain = unicodedata.normalize("NFKD", text.lstrip("\ufeff").casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w]+|_", " ", letters).split())


def _ascii_digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
