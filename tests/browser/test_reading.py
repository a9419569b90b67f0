"""What a reader does: search, switch the theme, read without scripts, use the keyboard, print, download."""

from __future__ import annotations

import zipfile

import pytest

from .conftest import HTML, PHONE

pytestmark = pytest.mark.browser


def shown(page, selector):
    """Count the visible elements that match."""
    return page.evaluate(
        "selector => [...document.querySelectorAll(selector)].filter(e => e.getClientRects().length).length",
        selector,
    )


def test_search_works_from_the_disk(visit):
    seen = visit()
    page = seen.open("search.html", "?q=sigmoid")
    page.wait_for_selector("#search-results li", timeout=10_000)
    found = page.inner_text("#search-results").lower()
    assert "activations" in found
    assert "sigmoid" in found
    assert seen.external == []
    assert seen.errors == []


def test_the_search_field_leads_to_results(visit, chapter):
    page = visit().open(chapter)
    page.keyboard.press("/")
    page.keyboard.type("perceptron")
    page.keyboard.press("Enter")
    page.wait_for_selector("#search-results li", timeout=10_000)
    assert "neurons" in page.inner_text("#search-results").lower()


def test_the_keyboard_reaches_everything_first(reading):
    page = reading.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_answers_are_folded_on_screen_and_open_on_paper(reading):
    page = reading.page
    folds = "[...document.querySelectorAll('main details')].map(fold => fold.open)"
    assert len(page.evaluate(folds)) >= 8
    assert not any(page.evaluate(folds))
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    try:
        assert shown(page, "#contents") == 0
        assert all(page.evaluate(folds.replace("details", "details.fold")))
    finally:
        page.emulate_media(media="screen")
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert not any(page.evaluate(folds)), "what printing opened is closed again"


def test_each_formula_links_to_its_code(reading):
    lines = reading.page.evaluate(
        """[...document.querySelectorAll('.ledger-line')].map(
        line => [line.textContent.trim(), line.querySelector("a[href*='api/']") !== null])"""
    )
    assert len(lines) >= 1
    for text, linked in lines:
        assert linked or "by a test" in text or text.startswith("formula"), text


def test_every_figure_arrives(reading):
    missing = reading.page.evaluate(
        """async () => {
          const missing = [], opened = [];
          for (const image of document.querySelectorAll('figure img.only-light')) {
            for (let at = image; (at = at.parentElement.closest('details:not([open])'));) {
              at.open = true;
              opened.push(at);
            }
            image.scrollIntoView();
            await new Promise(requestAnimationFrame);
            const late = new Promise(done => setTimeout(done, 10000));
            const arrived = new Promise(done => image.addEventListener('load', done));
            if (!image.complete) await Promise.race([arrived, late]);
            if (!(image.complete && image.naturalWidth > 100)) missing.push(image.src);
          }
          for (const fold of opened) fold.open = false;
          return missing;
        }"""
    )
    assert missing == []
    assert reading.errors == []


def choose(page, theme):
    """Click the switch, which goes round automatic, light and dark, until the page wears `theme`."""
    for _ in range(3):
        if page.get_attribute("html", "data-theme") == theme:
            return
        page.click(".theme-switch")


@pytest.mark.parametrize(("scheme", "here", "other"), [("light", "light", "dark"), ("dark", "dark", "light")])
def test_figures_follow_the_reader(visit, chapter, scheme, here, other):
    seen = visit(scheme=scheme)
    page = seen.open(chapter)
    total = page.evaluate("document.querySelectorAll('figure img.only-light').length")
    assert total >= 4
    assert (shown(page, f"figure img.only-{here}"), shown(page, f"figure img.only-{other}")) == (total, 0)
    choose(page, other)
    assert (shown(page, f"figure img.only-{other}"), shown(page, f"figure img.only-{here}")) == (total, 0)
    for pause in (100, 500, 2500):  # a reload that comes before the browser wrote the choice down undoes it
        choose(page, other)
        page.wait_for_timeout(pause)
        page.reload()
        if page.get_attribute("html", "data-theme") == other:
            break
    assert page.get_attribute("html", "data-theme") == other, "the choice is remembered"


def test_the_book_reads_without_scripts(visit, chapter):
    page = visit(java_script_enabled=False).open(chapter)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        visible = page.evaluate(
            """[...document.querySelectorAll('figure img')].filter(image =>
            image.checkVisibility({visibilityProperty: true}) && image.getBoundingClientRect().width > 0)
            .map(image => image.className)"""
        )
        assert set(visible) == {f"only-{scheme}"}
    assert page.query_selector(".katex").is_visible()


def test_a_phone_shows_the_chapter_and_opens_the_contents(visit, chapter):
    page = visit(viewport=PHONE, is_mobile=True, has_touch=True).open(chapter)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    contents = page.query_selector("#contents")
    assert not contents.is_visible()
    page.click(".nav-open")
    contents.wait_for_element_state("visible", timeout=5_000)
    page.keyboard.press("Escape")
    contents.wait_for_element_state("hidden", timeout=5_000)


def test_pages_are_turned_both_ways(visit):
    page = visit().open("neurons.html")
    page.click(".turn-next")
    page.wait_for_load_state("load")
    assert page.url.endswith("activations.html")
    page.click(".turn-prev")
    page.wait_for_load_state("load")
    assert page.url.endswith("neurons.html")


def test_the_title_page_shows_live_counts(visit):
    page = visit().open("index.html")
    numbers = [
        int("".join(filter(str.isdigit, item.inner_text()))) for item in page.query_selector_all(".count")
    ]
    assert len(numbers) >= 4
    assert all(number > 0 for number in numbers)


def test_downloads_exist_and_open(visit):
    page = visit().open("downloads.html")
    links = page.evaluate("[...document.querySelectorAll('main a[href]')].map(a => a.getAttribute('href'))")
    files = [HTML / link for link in links if link.endswith((".ipynb", ".py", ".zip"))]
    assert {file.suffix for file in files} == {".ipynb", ".py", ".zip"}
    for file in files:
        assert file.stat().st_size > 500
        if file.suffix == ".zip":
            assert zipfile.ZipFile(file).testzip() is None
