"""Time zones to choose from, by the names that people find on a clock: Africa/Dakar, Pacific/Fiji."""

import zoneinfo

ZONES = [
    (name, name.replace("_", " "))
    for name in sorted(zoneinfo.available_timezones())
    if name == "UTC" or "/" in name
]
