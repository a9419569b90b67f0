"""The built book, opened from the disk in Debian's Chromium, and a record of everything that the page asked for."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

HTML = Path(os.environ.get("NNBOOK_HTML") or Path(__file__).parents[2] / "_build" / "html")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


def pages() -> list[str]:
    """Name every page of the built book; the alphabetical index and module sources included."""
    return sorted(path.relative_to(HTML).as_posix() for path in HTML.rglob("*.html"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "name" in metafunc.fixturenames:
        metafunc.parametrize("name", pages())
    if "chapter" in metafunc.fixturenames:
        metafunc.parametrize("chapter", ["neurons.html", "activations.html"])


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Start one browser for all tests."""
    if CHROMIUM is None:
        pytest.skip("Chromium is missing: install it (Debian: apt-get install chromium) or set CHROMIUM")
    if not (HTML / "index.html").exists():
        pytest.skip(f"no built book in {HTML}: run `python -m nox -s build` first")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Visit:
    """An open page and what went wrong on it."""

    page: Any
    errors: list[str] = field(default_factory=list)
    external: list[str] = field(default_factory=list)

    def open(self, name: str, query: str = "") -> Any:
        self.page.goto((HTML / name).as_uri() + query)
        self.page.wait_for_load_state("load")
        return self.page


@pytest.fixture
def visit(chromium: Any) -> Iterator[Any]:
    """Open pages in a fresh context: ``visit(scheme="dark", viewport=PHONE).open("index.html")``."""
    contexts = []

    def start(*, scheme: str = "light", viewport: dict[str, int] = DESKTOP, **options: Any) -> Visit:
        context = chromium.new_context(
            color_scheme=scheme, viewport=viewport, reduced_motion="reduce", **options
        )
        contexts.append(context)
        seen = Visit(context.new_page())
        seen.page.on("pageerror", lambda error: seen.errors.append(str(error)))
        seen.page.on(
            "console", lambda said: said.type in ("error", "warning") and seen.errors.append(said.text)
        )
        seen.page.on("requestfailed", lambda request: seen.errors.append(f"failed: {request.url}"))
        inside = ("file:", "data:", "blob:", "about:")
        seen.page.on(
            "request", lambda request: request.url.startswith(inside) or seen.external.append(request.url)
        )
        return seen

    yield start
    for context in contexts:
        context.close()
