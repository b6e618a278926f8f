"""`make screenshots [ARGS="judge funder"]` takes screenshots of each role's pages, in screenshots/ (not committed).

Loads the sample data if necessary. Uses the portal that runs from this checkout, or starts one. Each role signs in
through the sign-in page; its language is reset at the end. Also takes docs/images/results-chain.png for the README.
"""

import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from portal.embedded import environment, machine

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "screenshots"
README_PICTURE = ROOT / "docs" / "images" / "results-chain.png"
WIDTHS = (1280, 360)
LANGUAGES = ("en", "ar")
README_HEIGHT = 1080
GUIDE = ROOT / "docs" / "guide" / "images"
GUIDE_HEIGHT = {1280: 1000, 360: 760}
GUIDE_PICTURES = {  # picture of the guide: account, name of the page, width
    "coordinator-home": ("coordinator", "home", 1280),
    "coordinator-results": ("coordinator", "need-results", 1280),
    "judge-home": ("judge", "home", 360),
    "judge-reform-plan": ("judge", "reform", 360),
    "funder-home": ("funder", "home", 1280),
    "funder-report": ("funder", "report", 1280),
    "administrator-home": ("administrator", "home", 1280),
}
README_COLOURS = 96


def main(chosen: list[str]) -> int:
    """Take screenshots for the accounts in `chosen` ("public" for the public), or for all; 1 if a page fails or
    overflows.
    """
    browser_path = environment.browser()
    if browser_path is None:
        print("Install Chromium, or name it: CHROMIUM=/path/to/chromium")
        return 1
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "1"  # playwright runs an event loop in this thread; the ORM is used synchronously
    )
    with served() as address:
        django.setup()
        from tests.browser.pages import pages_by_account

        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
            errors = []
            for account, pages in pages_by_account().items():
                if not chosen or (account or "public") in chosen:
                    errors += draw(browser, address, account, pages)
            if not chosen or "coordinator" in chosen:
                draw_readme_picture(browser, address)
            browser.close()
    copy_guide_pictures()
    for error in errors:
        print(error)
    print(f"{FOLDER}: {len(errors)} errors")
    return 1 if errors else 0


@contextmanager
def served() -> Iterator[str]:
    """URL of the running portal, or of one that is started here with the sample data."""
    address = os.environ.get("SITE_URL", "")
    port = int(address.rpartition(":")[2]) if address.rpartition(":")[2].isdigit() else 0
    if port and machine.is_open(port):
        yield address
        return
    port = machine.free_port()
    with tempfile.TemporaryDirectory(prefix="portal-metrics-") as metrics:
        os.environ["SITE_URL"] = f"http://127.0.0.1:{port}"
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = metrics
        for command in ("prepare", "demo"):
            subprocess.run([sys.executable, "manage.py", command], cwd=ROOT, check=True)
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--log-level", "warning", "portal.wsgi"],
            cwd=ROOT,
        )  # fmt: skip
        try:
            wait_for(port, server)
            yield os.environ["SITE_URL"]
        finally:
            server.terminate()
            server.wait(timeout=20)


def wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    """Wait until the port accepts connections. Raises RuntimeError if the server ends before."""
    while not machine.is_open(port):
        try:
            server.wait(timeout=0.1)
        except subprocess.TimeoutExpired:
            continue
        raise RuntimeError("the portal did not start; its message is above")


def draw(browser: Browser, address: str, account: str, pages: dict[str, str]) -> list[str]:
    """One account's pages in each language and width. Returns the errors."""
    errors = []
    page = signed_in(browser, address, account)
    try:
        for language in LANGUAGES:
            choose(page, address, language)
            for name, path in pages.items():
                for width in WIDTHS:
                    file = FOLDER / (account or "public") / f"{name}-{language}-{width}.png"
                    errors += draw_one(page, address + path, width, file)
    finally:
        choose(page, address, "en")
        page.context.close()
    return errors


def draw_one(page: Page, address: str, width: int, file: Path) -> list[str]:
    page.set_viewport_size({"width": width, "height": 900})
    answer = page.goto(address)
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=file, full_page=True)
    status = answer.status if answer else 0
    shown = f"{file.relative_to(FOLDER)}  {status}"
    print(shown)
    errors = [f"{shown}: {address}"] if status != 200 else []
    scrolled = page.evaluate("document.documentElement.scrollWidth")
    return errors + ([f"{shown}: scrolls sideways, {scrolled} px"] if scrolled > width else [])


def signed_in(browser: Browser, address: str, account: str, *, scale: float = 1) -> Page:
    """A page signed in as the account; signed out if it is ""."""
    from evaluations.management.demo_data.people import DOMAIN, PASSWORD

    context = browser.new_context(locale="en", reduced_motion="reduce", device_scale_factor=scale)
    page = context.new_page()
    if account:
        page.goto(f"{address}/accounts/login/")
        page.fill("input[name=login]", f"{account}@{DOMAIN}")
        page.fill("input[name=password]", PASSWORD)
        page.locator("form[action='/accounts/login/'] button").click()
        page.wait_for_url("**/home/")
    return page


def choose(page: Page, address: str, language: str) -> None:
    """Choose the language in the menu at the top."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{address}/verify/")
    page.locator("header details:has(form[action='/language/']) summary").click()
    page.locator(f"button[name=language][value={language}]").click()
    page.locator(f"html[lang={language}]").wait_for()


def draw_readme_picture(browser: Browser, address: str) -> None:
    """The first screen of the results chain in few colours, because READMEs should load fast."""
    from tests.browser.pages import results_chain_url

    page = signed_in(browser, address, "coordinator")
    page.set_viewport_size({"width": 1280, "height": README_HEIGHT})
    page.goto(address + results_chain_url())
    save_small(Image.open(io.BytesIO(page.screenshot())), README_PICTURE)
    page.context.close()


def copy_guide_pictures() -> None:
    """The upper part of the screenshots that the guides in `docs/guide/` show."""
    for name, (account, page, width) in GUIDE_PICTURES.items():
        source = FOLDER / account / f"{page}-en-{width}.png"
        if source.exists():
            with Image.open(source) as picture:
                height = min(GUIDE_HEIGHT[width], picture.height)
                save_small(picture.crop((0, 0, picture.width, height)), GUIDE / f"{name}.png")


def save_small(picture: Image.Image, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.convert("RGB").quantize(README_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
