"""What a reader meets on every page: no error, no request to the network, readable, usable, accessible."""

from __future__ import annotations

import json
from urllib.parse import unquote, urldefrag

import pytest
from axe_playwright_python.sync_playwright import Axe

from .conftest import HTML, PHONE

pytestmark = pytest.mark.browser


def test_a_page_loads_alone(visit, name):
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(visit, name, scheme):
    page = visit(scheme=scheme).open(name)
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    found = Axe().run(page)
    faults = [
        (fault["id"], fault["nodes"][0]["html"][:200], fault["nodes"][0].get("failureSummary", "")[:300])
        for fault in found.response["violations"]
    ]
    assert faults == [], json.dumps(faults, indent=1)


def test_a_phone_never_scrolls_sideways(visit, name):
    page = visit(viewport=PHONE, is_mobile=True, has_touch=True).open(name)
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    wide = page.evaluate(
        """() => [document.documentElement.scrollWidth, window.innerWidth,
        [...document.querySelectorAll('main *')]
          .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('pre, .katex, table, .math'))
          .slice(0, 3).map(e => e.outerHTML.slice(0, 120))]"""
    )
    assert wide[0] <= wide[1], wide


def test_mathematics_is_rendered(visit, name):
    page = visit().open(name)
    assert page.evaluate("document.querySelectorAll('.katex-error').length") == 0
    formulas = page.evaluate("document.querySelectorAll('.katex').length")
    if formulas:
        page.evaluate("document.fonts.ready.then(() => true)")
        loaded = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)")
        assert any("KaTeX" in family for family in loaded), loaded
    raw = page.evaluate(
        """() => { const copy = document.querySelector('main').cloneNode(true);
        copy.querySelectorAll('pre, code, .katex, annotation').forEach(e => e.remove()); return copy.textContent; }"""
    )
    assert "$$" not in raw
    assert "\\frac" not in raw


def test_links_lead_somewhere(visit, name):
    page = visit().open(name)
    here = (HTML / name).resolve()
    anchors: dict[str, set[str]] = {}
    broken = []
    for href in set(
        page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))")
    ):
        if href.startswith(("http:", "https:", "mailto:", "#")) and not href.startswith("#"):
            continue
        path, fragment = urldefrag(href.partition("?")[0] if "?" in href else href)
        target = (here.parent / unquote(path)).resolve() if path else here
        if not target.is_file():
            broken.append(href)
        elif fragment and target.suffix == ".html":
            text = anchors.setdefault(str(target), {target.read_text(encoding="utf-8")})
            if not any(f'id="{unquote(fragment)}"' in page_text for page_text in text):
                broken.append(href)
    assert broken == []


def test_a_page_is_light(name):
    """The first load without figures stays far below what the usual themes weigh (half a megabyte and more)."""
    text = (HTML / name).read_text(encoding="utf-8")
    assert len(text.encode()) < 700_000
    assert "fontawesome" not in text


def test_ids_are_unique(visit, name):
    page = visit().open(name)
    twice = page.evaluate(
        """() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
        return ids.filter((id, i) => ids.indexOf(id) !== i); }"""
    )
    assert twice == []
