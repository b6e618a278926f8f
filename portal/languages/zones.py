"""Time zones for form fields, by the name of a city: Africa/Dakar, Pacific/Fiji."""

import zoneinfo

# Names of offsets and of countries, which exist for old programs only.
DEPRECATED = ("Etc/", "US/", "Brazil/", "Canada/", "Chile/", "Mexico/")
ZONES = [
    (name, name.replace("_", " "))
    for name in sorted(zoneinfo.available_timezones())
    if name == "UTC" or ("/" in name and not name.startswith(DEPRECATED))
]
