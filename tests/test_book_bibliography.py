"""The bibliography: a plain list of the cited works, each with the pages that cite it."""

from __future__ import annotations

import io
import re
from pathlib import Path

import bibliography
import pytest

CONF = """
import sys
sys.path[:0] = [{ext!r}]
extensions = ["myst_parser", "bibliography"]
bibtex_bibfiles = ["references.bib"]
bibtex_reference_style = "author_year"
html_theme = "basic"
"""
BIB = """
@book{doe1999thing, author={Doe, Ann}, title={The thing}, year={1999}, publisher={P}}
@article{roe2001other, author={Roe, Bo}, title={Another}, year={2001}, journal={J}, doi={10.1/2}}
@book{never2020read, author={Never, Ed}, title={Unread}, year={2020}, publisher={P}}
"""
PAGES = {
    "index.md": "# Book\n\n```{toctree}\none\ntwo\nbib\n```\n",
    "one.md": "# One\n\n{cite:t}`doe1999thing` said so, {cite}`roe2001other` too.\n",
    "two.md": "# Two\n\nAgain {cite:t}`doe1999thing`.\n",
    "bib.md": "# Works\n\n```{bibliography}\n```\n",
}


@pytest.mark.book
def test_only_cited_works_are_listed_with_the_pages_that_cite_them(tmp_path):
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    (tmp_path / "conf.py").write_text(CONF.format(ext=str(Path(bibliography.__file__).parent)))
    (tmp_path / "references.bib").write_text(BIB)
    for name, text in PAGES.items():
        (tmp_path / name).write_text(text)
    warnings = io.StringIO()
    with patch_docutils(str(tmp_path)), docutils_namespace():
        out = tmp_path / "html"
        Sphinx(tmp_path, tmp_path, out, tmp_path / "trees", "html", status=None, warning=warnings).build()
    assert warnings.getvalue() == ""
    page, one = (out / "bib.html").read_text("utf-8"), (out / "one.html").read_text("utf-8")
    items = re.findall(r'<li id="([^"]+)"><p>(.*?)</p>', page, flags=re.DOTALL)
    texts = [re.sub("<.*?>", "", text).replace("\xa0", " ") for _, text in items]
    assert texts == [
        "Ann Doe. The thing. P, 1999. Cited in One and Two.",
        "Bo Roe. Another. J, 2001. doi:10.1/2. Cited in One.",
    ]
    assert "doc-biblioentry" not in page
    for name, _ in items:
        assert f'href="bib.html#{name}"' in one
