"""What a reader meets on every page: no error, no request to the network, readable, usable, accessible."""

from __future__ import annotations

import json
from functools import cache
from typing import Any
from urllib.parse import unquote, urldefrag

import pytest
from axe_playwright_python.sync_playwright import Axe

from .conftest import HTML, PHONE

pytestmark = pytest.mark.browser

OPEN_FOLDS = "document.querySelectorAll('details').forEach(fold => { fold.open = true })"


@cache
def text_of(path: str) -> str:
    return (HTML / path).read_text(encoding="utf-8")


def violations(page: Any) -> str:
    found = Axe().run(page)
    faults = [
        (fault["id"], fault["nodes"][0]["html"][:200], fault["nodes"][0].get("failureSummary", "")[:300])
        for fault in found.response["violations"]
    ]
    return json.dumps(faults, indent=1) if faults else ""


def broken_links(page: Any, name: str) -> list[str]:
    here = (HTML / name).resolve()
    broken = []
    for href in set(
        page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))")
    ):
        if href.startswith(("http:", "https:", "mailto:")):
            continue
        path, fragment = urldefrag(href.partition("?")[0])
        target = (here.parent / unquote(path)).resolve() if path else here
        if not target.is_file() or (
            fragment
            and target.suffix == ".html"
            and f'id="{unquote(fragment)}"' not in text_of(target.relative_to(HTML.resolve()).as_posix())
        ):
            broken.append(href)
    return broken


def test_a_page_is_whole(visit, name):
    """It loads alone, without an error; its links lead somewhere, its mathematics is set, axe finds nothing."""
    seen = visit()
    page = seen.open(name)
    page.wait_for_timeout(50)
    assert seen.errors == []
    assert seen.external == []
    assert page.title()
    assert page.get_attribute("html", "lang") == "en"
    assert len(page.query_selector_all("h1")) == 1
    if name != "search.html":
        assert page.get_attribute('meta[name="description"]', "content").strip()
    assert broken_links(page, name) == []
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert sorted(ids) == sorted(set(ids))

    assert page.evaluate("document.querySelectorAll('.katex-error').length") == 0
    if page.evaluate("document.querySelectorAll('.katex').length"):
        page.evaluate("document.fonts.ready.then(() => true)")
        loaded = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)")
        assert any("KaTeX" in family for family in loaded), loaded
    raw = page.evaluate(
        """() => { const copy = document.querySelector('main').cloneNode(true);
        copy.querySelectorAll('pre, code, .katex, annotation').forEach(e => e.remove()); return copy.textContent; }"""
    )
    assert "$$" not in raw
    assert "\\frac" not in raw

    page.evaluate(OPEN_FOLDS)
    assert violations(page) == ""
    assert len(text_of(name).encode()) < 700_000


def test_axe_finds_nothing_in_the_dark(visit, name):
    page = visit(scheme="dark").open(name)
    page.evaluate(OPEN_FOLDS)
    assert violations(page) == ""


def test_a_phone_never_scrolls_sideways_and_shows_figures_whole(visit, name):
    page = visit(viewport=PHONE, is_mobile=True, has_touch=True).open(name)
    page.evaluate(OPEN_FOLDS)
    wide = page.evaluate(
        """() => [document.documentElement.scrollWidth, window.innerWidth,
        [...document.querySelectorAll('main *')]
          .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('pre, .katex, table, .math'))
          .slice(0, 3).map(e => e.outerHTML.slice(0, 120))]"""
    )
    assert wide[0] <= wide[1], wide
    cut = page.evaluate(
        """() => [...document.querySelectorAll('figure img')].filter(image => {
          const box = image.getBoundingClientRect(), frame = image.closest('section').getBoundingClientRect();
          return box.width && (box.left < 0 || box.right > innerWidth + 1 ||
            (getComputedStyle(image.closest('section')).contentVisibility === 'auto' &&
              (box.left < frame.left - 1 || box.right > frame.right + 1))); }).map(image => image.alt)"""
    )
    assert cut == []
