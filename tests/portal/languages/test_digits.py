"""Arabic pages show numbers in Arabic digits; codes, URLs and text in other scripts keep theirs."""

import pytest
from django.http import HttpResponse

from portal.languages import digits
from portal.languages.directions import isolated
from portal.languages.middleware import LanguageMiddleware


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>حصل 1,902 على شهادة</p>", "<p>حصل ١٬٩٠٢ على شهادة</p>"),
        ("<td data-label='12'>82.5%</td>", "<td data-label='12'>٨٢٫٥٪</td>"),
        ("<p>12 ديسمبر 2026، 10:00</p>", "<p>١٢ ديسمبر ٢٠٢٦، ١٠:٠٠</p>"),
        ("<p>28 نوفمبر 2026، 08:33 Fiji</p>", "<p>٢٨ نوفمبر ٢٠٢٦، 08:33 Fiji</p>"),
        ("<h3>Case-flow management: cohort 3</h3>", "<h3>Case-flow management: cohort 3</h3>"),
        ("<p>580,000.00 USD</p>", "<p>580,000.00 USD</p>"),
        ("<p>PDF, 43 kB، 25 نوفمبر</p>", "<p>PDF, 43 kB، ٢٥ نوفمبر</p>"),
        ("<p>083bc6e4-11</p>", "<p>083bc6e4-11</p>"),
        ('<bdi dir="ltr">2026 0042</bdi> 7', '<bdi dir="ltr">2026 0042</bdi> ٧'),
        ('<span class="code nowrap">77</span>', '<span class="code nowrap">77</span>'),
        ('<p lang="fr">4 <b>5</b></p><p lang="ar">6</p>', '<p lang="fr">4 <b>5</b></p><p lang="ar">٦</p>'),
        ("<textarea>5</textarea><script>5</script>5", "<textarea>5</textarea><script>5</script>٥"),
        ("<p>&#x27;9&#39;</p>", "<p>&#x27;٩&#39;</p>"),
        (f"<p>{isolated('Opening 2')} (25 أغسطس)</p>", "<p>\u2068Opening 2\u2069 (٢٥ أغسطس)</p>"),
    ],
)
def test_numbers_in_arabic_text_get_arabic_digits(markup, expected):
    assert digits.in_markup(markup) == expected


@pytest.mark.parametrize(
    ("language", "media_type", "expected"),
    [
        ("ar", "text/html", "<p>٧</p>"),
        ("ar", "application/json", "<p>7</p>"),
        ("en", "text/html", "<p>7</p>"),
    ],
)
def test_only_pages_in_arabic_are_rewritten(rf, language, media_type, expected):
    request = rf.get("/", headers={"Accept-Language": language})
    request.session = {}
    middleware = LanguageMiddleware(lambda _request: HttpResponse("<p>7</p>", content_type=media_type))

    assert middleware(request).content.decode() == expected
