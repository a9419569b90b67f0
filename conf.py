"""Sphinx configuration: ``sphinx-build -c . book _build/html`` (or ``nox -s build``)."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parent
sys.path[:0] = [str(ROOT), str(ROOT / "book" / "_ext")]

import kernels  # noqa: E402  (needs the path above)

import nnbook  # noqa: E402

project = "Neural Networks You Can Check"
author = "The authors of Neural Networks You Can Check"
copyright = "2026, " + author
version = release = nnbook.__version__
language = "en"

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.viewcode",
    "numpydoc",
    "sphinxcontrib.bibtex",
    "sphinx_copybutton",
]
_own = [
    "ahead",
    "katex_inprocess",
    "ledger",
    "furniture",
    "figures",
    "evidence",
    "numbers_in_prose",
    "page",
    "api",
    "downloads",
    "report",
    "bibliography",
    "without_torch",
]
extensions += [name for name in _own if list((ROOT / "book" / "_ext").glob(f"{name}*"))]

exclude_patterns = ["_ext", "_static", "_theme", "_data", "scripts", "demos"]
templates_path = [str(ROOT / "book" / "_templates")]
html_static_path = ["book/_static"]
nitpicky = True

# Cells are executed once and cached under a key of the package and the pinned versions.
nb_execution_mode = "cache"
nb_execution_cache_path = str(kernels.prepare(ROOT))
nb_execution_timeout = 120
nb_execution_raise_on_error = False
nb_execution_show_tb = True
nb_execution_excludepatterns: list[str] = []
nb_merge_streams = True
myst_enable_extensions = ["amsmath", "attrs_inline", "colon_fence", "deflist", "dollarmath", "substitution"]
myst_heading_anchors = 3

bibtex_bibfiles = ["book/references.bib"]
bibtex_default_style = "plain"
bibtex_reference_style = "author_year"
bibtex_cite_id = "cite-{key}"

autosummary_generate = True
autodoc_typehints = "none"
autodoc_preserve_defaults = True
numpydoc_show_class_members = False
numpydoc_xref_param_type = False

numfig = True
numfig_secnum_depth = 1
math_numfig = True
math_eqref_format = "({number})"
today_fmt = "%Y-%m-%d"

html_theme = "nnbook" if (ROOT / "book" / "_theme" / "nnbook").is_dir() else "basic"
html_theme_path = [str(ROOT / "book" / "_theme")]
html_title = project
html_secnumber_suffix = " "
html_show_search_summary = False
html_copy_source = False
html_show_sourcelink = False
html_last_updated_fmt = None
os.environ.setdefault("SOURCE_DATE_EPOCH", "1767225600")

epub_show_urls = "no"
epub_css_files = ["epub-book.css"]
epub_tocscope = "includehidden"
suppress_warnings = ["epub.unknown_project_files"]
