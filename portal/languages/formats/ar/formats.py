"""Dates with the month as a word, never 04/05/26. `portal.languages.numbers` writes the digits."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j M Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y، H:i"
SHORT_DATETIME_FORMAT = "j M Y، H:i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
THOUSAND_SEPARATOR = "٬"
DECIMAL_SEPARATOR = "٫"
NUMBER_GROUPING = 3
