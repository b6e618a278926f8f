"""Builds `.venv` and names or installs missing system libraries. Standard library only: it runs before anything else.

    python3 portal/embedded/environment.py [--dev]

Ends with 0 when the environment is ready, with 1 and one sentence that says what to do when it is not.
"""

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"

# What WeasyPrint opens by name, and the packages that bring it.
LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz.so.0", "libharfbuzz-subset.so.0")
LIBRARY_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fontconfig")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER_PACKAGES = ("chromium",)


class MissingError(Exception):
    """Something that only the machine's owner can install; the text is the whole answer."""


def main() -> int:
    """Make ready what is asked for."""
    dev = "--dev" in sys.argv
    try:
        if sys.version_info < (3, 11):  # noqa: UP036  # this runs before anything has checked
            raise MissingError(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
        make_venv()
        install("requirements.txt")
        if dev:
            install("requirements-dev.txt")
        ensure_libraries()
        if dev:
            ensure_browser()
    except MissingError as missing:
        print(f"\n{missing}\n", file=sys.stderr)
        return 1
    return 0


def make_venv() -> None:
    """Create `.venv`, or create it anew when its Python has gone (an upgrade, a moved checkout)."""
    if PYTHON.exists() and _runs([str(PYTHON), "-c", "import pip"]):
        return
    if VENV.is_dir() and not VENV.is_symlink():
        shutil.rmtree(VENV)
    print("Making .venv ...", flush=True)
    command = [sys.executable, "-m", "venv", str(VENV)]
    if _runs(command):
        return
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    apt((f"python{version}-venv",), why="Python cannot make a virtual environment here")
    subprocess.run(command, check=True)


def install(name: str) -> None:
    """Install a requirements file with its hashes, unless just that text was installed before."""
    digest = hashlib.sha256((ROOT / name).read_bytes()).hexdigest()
    stamp = VENV / f".{name}.sha256"
    if stamp.exists() and stamp.read_text() == digest:
        return
    print(f"Installing {name} ...", flush=True)
    command = [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
    ]
    if os.geteuid() == 0:
        command.append("--root-user-action=ignore")
    if subprocess.run([*command, "-r", str(ROOT / name)], check=False).returncode:
        raise MissingError(f"pip could not install {name}; its message is above.")
    stamp.write_text(digest)


def ensure_libraries() -> None:
    """Pango and HarfBuzz, which draw the certificates and reports."""
    missing = [name for name in LIBRARIES if not _loads(name)]
    if not missing:
        return
    if sys.platform == "darwin":
        if not any(
            Path(prefix, "lib/libpango-1.0.0.dylib").exists() for prefix in ("/opt/homebrew", "/usr/local")
        ):
            raise MissingError("PDFs need Pango. Install it, then run this again:  brew install pango")
        return
    apt(LIBRARY_PACKAGES, why=f"PDFs need {', '.join(missing)}")


def ensure_browser() -> None:
    """A Chromium for the tests that drive a real browser."""
    if browser():
        return
    apt(BROWSER_PACKAGES, why="The browser tests need Chromium (or CHROMIUM=/path/to/it)")


def browser() -> str | None:
    """The path of the Chromium to drive, or None."""
    given = os.environ.get("CHROMIUM", "")
    return given or next((path for path in map(shutil.which, BROWSERS) if path), None)


def apt(packages: tuple[str, ...], *, why: str) -> None:
    """Install Debian packages when this is root; otherwise raise with the exact command."""
    command = f"apt-get install --yes --no-install-recommends {' '.join(packages)}"
    if shutil.which("apt-get") is None:
        raise MissingError(
            f"{why}. Install what your system calls: {', '.join(packages)}; then run this again."
        )
    if os.geteuid() != 0:
        raise MissingError(f"{why}. Install it, then run this again:\n\n    sudo {command}")
    print(f"{why}: installing {', '.join(packages)} with apt ...", flush=True)
    quiet = {"DEBIAN_FRONTEND": "noninteractive", **os.environ}
    subprocess.run(["apt-get", "update", "--quiet=2"], env=quiet, check=False)
    if subprocess.run([*command.split(), "--quiet=2"], env=quiet, check=False).returncode:
        raise MissingError(f"{why}, and apt could not install it. Try:\n\n    {command}")


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _runs(command: list[str]) -> bool:
    return (
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode
        == 0
    )


if __name__ == "__main__":
    sys.exit(main())
