"""What a reader meets on every page: no error, no request to the network, readable, usable, accessible."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from urllib.parse import unquote, urldefrag

import pytest
from axe_playwright_python.sync_playwright import Axe

from .conftest import DESKTOP, HTML, PHONE

pytestmark = pytest.mark.browser

OPEN_FOLDS = "document.querySelectorAll('details').forEach(fold => { fold.open = true })"
BACKGROUND = "getComputedStyle(document.body).backgroundColor"


@cache
def text_of(path: str) -> str:
    return (HTML / path).read_text(encoding="utf-8")


# The contrast of an element follows from its own colour and letters and from what its ancestors paint.  Marking one
# element of each kind, and letting axe look at the contrast of those alone, makes its run four times shorter.
MARK_UNLIKE = """() => {
  const numbers = new Map(), seen = new Set();
  const number = text => numbers.get(text) ?? numbers.set(text, numbers.size).get(text);
  const walk = (element, above) => {
    const style = getComputedStyle(element);
    const here = number([above, element.localName, element.className, style.backgroundColor,
      style.backgroundImage, style.opacity, style.textShadow, style.position, style.zIndex, style.float,
      style.filter, style.mixBlendMode].join("|"));
    const kind = number([here, style.color, style.fontSize, style.fontWeight].join("|"));
    element.toggleAttribute("data-unlike", !seen.has(kind));
    seen.add(kind);
    for (const child of element.children) walk(child, here);
  };
  walk(document.documentElement, -1);
  axe.configure({rules: [{id: "color-contrast", selector: "[data-unlike]"}]});
}"""
# In the dark, colours differ and other images are shown; the structure of the page is the same.
RULES_OF_THE_DARK = """axe.getRules(["cat.color", "cat.text-alternatives"])
  .filter(rule => !rule.tags.some(tag => ["wcag2aaa", "experimental", "deprecated"].includes(tag)))
  .map(rule => rule.ruleId)"""


@cache
def ids_of(path: str) -> frozenset[str]:
    return frozenset(re.findall(r'\sid="([^"]*)"', text_of(path)))


def violations(page: Any, rules: str = "") -> str:
    """Run axe with every fold open; ``rules`` is an expression for the names of its rules, all of them if empty."""
    page.evaluate(OPEN_FOLDS)
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(Axe().axe_script)
    page.evaluate(MARK_UNLIKE)
    only = f", runOnly: {rules}" if rules else ""
    found = page.evaluate(
        f"axe.run(document, {{resultTypes: ['violations']{only}}}).then(result => result.violations)"
    )
    faults = [
        (fault["id"], fault["nodes"][0]["html"][:200], fault["nodes"][0].get("failureSummary", "")[:300])
        for fault in found
    ]
    return json.dumps(faults, indent=1) if faults else ""


@contextmanager
def turned_into_a_phone(page: Any) -> Iterator[None]:
    """Give the open page the screen of a phone, as a window that is dragged smaller, and take it away again."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Emulation.setDeviceMetricsOverride", PHONE | {"deviceScaleFactor": 1, "mobile": True})
    devtools.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    try:
        yield
    finally:
        devtools.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
        devtools.detach()
        page.set_viewport_size(PHONE)
        page.set_viewport_size(DESKTOP)


def too_wide(page: Any) -> list[str]:
    """Say what makes the page scroll sideways: nothing, on a good page."""
    return page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
        [`${document.documentElement.scrollWidth} > ${innerWidth}`, ...[...document.querySelectorAll('main *')]
          .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('pre, .katex, table, .math'))
          .slice(0, 3).map(e => e.outerHTML.slice(0, 120))]"""
    )


def cut_off(page: Any) -> list[str]:
    """Name the figures that are not shown whole."""
    return page.evaluate(
        """() => [...document.querySelectorAll('figure img')].filter(image => {
          const box = image.getBoundingClientRect(), frame = image.closest('section').getBoundingClientRect();
          return box.width && (box.left < 0 || box.right > innerWidth + 1 ||
            (getComputedStyle(image.closest('section')).contentVisibility === 'auto' &&
              (box.left < frame.left - 1 || box.right > frame.right + 1))); }).map(image => image.alt)"""
    )


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
            and unquote(fragment) not in ids_of(target.relative_to(HTML.resolve()).as_posix())
        ):
            broken.append(href)
    return broken


def test_a_page_loads_alone_and_without_an_error(opened, name):
    page = opened.page
    assert opened.errors == []
    assert opened.external == []
    assert page.title()
    assert page.get_attribute("html", "lang") == "en"
    assert len(page.query_selector_all("h1")) == 1
    if name != "search.html":
        assert page.get_attribute('meta[name="description"]', "content").strip()
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert sorted(ids) == sorted(set(ids))
    every_formula = page.locator(".formula-name").count()  # the formula index prints them all
    assert len(text_of(name).encode()) < max(700_000, 100_000 + 7_000 * every_formula)


def test_links_lead_somewhere(opened, name):
    assert broken_links(opened.page, name) == []


def test_mathematics_is_set(opened):
    page = opened.page
    assert page.evaluate("document.querySelectorAll('.katex-error').length") == 0
    sources = page.evaluate("[...document.querySelectorAll('annotation')].map(e => e.textContent)")
    assert [
        source for source in sources if re.search(r"\{[\w:]+\}`", source)
    ] == []  # a role inside a formula
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


def test_axe_finds_nothing(opened):
    assert violations(opened.page) == ""


def test_axe_finds_nothing_in_the_dark(opened):
    page = opened.page
    light = page.evaluate(BACKGROUND)
    page.emulate_media(color_scheme="dark")
    try:
        opened.drawn()
        assert page.evaluate(BACKGROUND) != light
        assert violations(page, RULES_OF_THE_DARK) == ""
    finally:
        page.emulate_media(color_scheme="light")


def test_a_phone_never_scrolls_sideways_and_shows_figures_whole(opened):
    page = opened.page
    with turned_into_a_phone(page):
        opened.drawn()
        assert page.evaluate("[innerWidth, matchMedia('(pointer: coarse)').matches]") == [
            PHONE["width"],
            True,
        ]
        page.evaluate(OPEN_FOLDS)
        opened.drawn()
        assert too_wide(page) == []
        assert cut_off(page) == []
    assert opened.errors == []
    assert opened.external == []
