"""Time zones to choose from, by the names that people find on a clock: Africa/Dakar, Pacific/Fiji."""

import zoneinfo

# Names of offsets and of whole countries, which only old programs use.
OLD = ("Etc/", "US/", "Brazil/", "Canada/", "Chile/", "Mexico/")
ZONES = [
    (name, name.replace("_", " "))
    for name in sorted(zoneinfo.available_timezones())
    if name == "UTC" or ("/" in name and not name.startswith(OLD))
]
