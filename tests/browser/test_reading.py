"""What a reader does: search, switch the theme, read without scripts, use the keyboard, print, download."""

from __future__ import annotations

import zipfile

import pytest

from .conftest import DESKTOP, HTML, PHONE

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


@pytest.mark.parametrize(("scheme", "here", "other"), [("light", "light", "dark"), ("dark", "dark", "light")])
def test_figures_follow_the_reader(visit, chapter, scheme, here, other):
    page = visit(scheme=scheme).open(chapter)
    total = page.evaluate("document.querySelectorAll('figure img.only-light').length")
    assert total >= 5
    assert (shown(page, f"figure img.only-{here}"), shown(page, f"figure img.only-{other}")) == (total, 0)
    for _ in range(3):
        page.click(".theme-switch")
        if page.get_attribute("html", "data-theme") == other:
            break
    assert (shown(page, f"figure img.only-{other}"), shown(page, f"figure img.only-{here}")) == (total, 0)
    page.reload()
    assert page.get_attribute("html", "data-theme") == other, "the choice is remembered"


def test_every_figure_arrives(visit, chapter):
    page = visit().open(chapter)
    for image in page.query_selector_all("figure img.only-light"):
        image.scroll_into_view_if_needed()
        page.wait_for_function("image => image.complete && image.naturalWidth > 100", arg=image)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_book_reads_without_scripts(visit, chapter, scheme):
    page = visit(scheme=scheme, java_script_enabled=False).open(chapter)
    images = page.query_selector_all("figure img")
    visible = {image.get_attribute("class") for image in images if image.is_visible()}
    assert visible == {f"only-{scheme}"}
    assert page.query_selector(".katex").is_visible()


def test_the_keyboard_reaches_everything_first(visit, chapter):
    page = visit().open(chapter)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_contents_open_on_a_phone(visit, chapter):
    page = visit(viewport=PHONE, is_mobile=True, has_touch=True).open(chapter)
    contents = page.query_selector("#contents")
    assert not contents.is_visible()
    page.click(".nav-open")
    page.wait_for_timeout(100)
    assert contents.is_visible()
    page.keyboard.press("Escape")
    page.wait_for_timeout(100)
    assert not contents.is_visible()


def test_answers_are_folded_on_screen_and_open_on_paper(visit, chapter):
    page = visit(viewport=DESKTOP).open(chapter)
    folds = page.query_selector_all("main details")
    assert len(folds) >= 8
    assert not any(fold.get_attribute("open") is not None for fold in folds)
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert shown(page, "#contents") == 0
    assert all(
        fold.get_attribute("open") is not None for fold in page.query_selector_all("main details.fold")
    )


def test_each_formula_links_to_its_code(visit, chapter):
    page = visit().open(chapter)
    lines = page.query_selector_all(".ledger-line")
    assert len(lines) >= 8
    for line in lines:
        proved, reprinted = "by a test" in line.inner_text(), line.inner_text().startswith("formula")
        assert proved or reprinted or line.query_selector("a[href*='api/']"), line.inner_text()


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
