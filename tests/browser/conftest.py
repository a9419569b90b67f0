"""The built book, opened from the disk in Debian's Chromium, and a record of everything that the page asked for."""

from __future__ import annotations

import os
import re
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


CHAPTERS = [
    f"{name}.html"
    for name in (
        "neurons",
        "activations",
        "networks",
        "losses",
        "gradient-descent",
        "backpropagation",
        "training-and-batching",
        "initialization",
        "overfitting",
        "training-in-practice",
        "mistakes",
        "pytorch",
        "iris",
        "digits",
    )
]
ORDER = ("test_downloads", "test_reading", "test_pages")


def pages() -> list[str]:
    """Name every page of the built book, the largest first; the alphabetical index and module sources included."""
    paths = sorted(HTML.rglob("*.html"), key=lambda path: (-path.stat().st_size, path))
    return [path.relative_to(HTML).as_posix() for path in paths]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    for argument, values in (("name", pages()), ("chapter", CHAPTERS)):
        if argument in metafunc.fixturenames:
            metafunc.parametrize(argument, values, scope="module")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give all the tests of one page to one worker, so that they share what is open."""
    from xdist.scheduler import LoadScopeScheduling

    class ByPage(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            found = re.search(r"(\w+)\.py::\w+\[(.*?\.html)", nodeid)
            return " ".join(found.groups()) if found else nodeid

    return ByPage(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no worker waits for another at the end."""
    items.sort(key=lambda item: ORDER.index(item.path.stem) if item.path.stem in ORDER else -1)


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

    def __post_init__(self) -> None:
        inside = ("file:", "data:", "blob:", "about:")
        noted = ("error", "warning")
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda said: said.type in noted and self.errors.append(said.text))
        self.page.on("requestfailed", lambda request: self.errors.append(f"failed: {request.url}"))
        self.page.on(
            "request", lambda request: request.url.startswith(inside) or self.external.append(request.url)
        )

    def open(self, name: str, query: str = "") -> Any:
        self.page.goto((HTML / name).as_uri() + query)
        return self.page

    def drawn(self) -> Any:
        """Wait until what has changed is drawn, and what the scripts do about it is done."""
        self.page.evaluate(
            "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
        )
        return self.page


def new_visit(
    chromium: Any, *, scheme: str = "light", viewport: dict[str, int] = DESKTOP, **options: Any
) -> Visit:
    """Open an empty page in a context of its own, with nothing remembered."""
    context = chromium.new_context(color_scheme=scheme, viewport=viewport, reduced_motion="reduce", **options)
    return Visit(context.new_page())


@pytest.fixture
def visit(chromium: Any) -> Iterator[Any]:
    """Open pages in a fresh context: ``visit(scheme="dark", viewport=PHONE).open("index.html")``."""
    visits = []

    def start(**options: Any) -> Visit:
        visits.append(new_visit(chromium, **options))
        return visits[-1]

    yield start
    for seen in visits:
        seen.page.context.close()


@pytest.fixture(scope="session")
def tab(chromium: Any) -> Iterator[Visit]:
    """One tab that shows page after page, in light colours, at the size of a desktop."""
    seen = new_visit(chromium)
    yield seen
    seen.page.context.close()


@pytest.fixture(scope="module")
def opened(tab: Visit, name: str) -> Visit:
    """The page ``name``, loaded once for all its tests; each leaves it in light colours, on a desktop."""
    tab.page.goto("about:blank")
    tab.errors.clear()
    tab.external.clear()
    tab.open(name)
    tab.drawn()
    return tab


@pytest.fixture(scope="module")
def reading(chromium: Any, chapter: str) -> Iterator[Visit]:
    """A chapter, loaded once for the tests that leave it as they found it."""
    seen = new_visit(chromium)
    seen.open(chapter)
    yield seen
    seen.page.context.close()
