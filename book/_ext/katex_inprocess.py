"""Render the book's mathematics while it is built, with KaTeX in a V8 from PyPI: no Node, no script on the page.

KaTeX is the file that sphinxcontrib-katex carries.  V8 does not survive a fork (its threads stay behind), and
Sphinx forks its writers, so every process of the build that meets a formula starts an interpreter of its own,
which is this very file run as a program: it reads one request a line and answers on the next.
"""

from __future__ import annotations

import atexit
import json
import os
import re
import subprocess
import sys
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.logging import get_node_location
from sphinx.util.math import get_node_equation_number

_REFUSED = "#cc0000"
"""The colour in which KaTeX prints a command that it does not trust, instead of complaining."""

_workers: dict[int, subprocess.Popen[str]] = {}


class MathError(SphinxError):
    """KaTeX refuses a formula."""

    category = "Mathematics error"


def script_path() -> Path:
    """Return the ``katex.min.js`` that sphinxcontrib-katex carries."""
    spec = find_spec("sphinxcontrib.katex")
    if spec is None or spec.origin is None:
        raise MathError("sphinxcontrib-katex is not installed: it carries the KaTeX script")
    return Path(spec.origin).with_name("katex.min.js")


def script_version() -> str:
    """Return the version that the KaTeX script gives itself."""
    found = re.search(r'version:"([\d.]+)"', script_path().read_text(encoding="utf-8"))
    if found is None:
        raise MathError(f"no version in {script_path()}")
    return found[1]


def _worker() -> subprocess.Popen[str]:
    """Return this process's own interpreter; a forked process starts a new one."""
    worker = _workers.get(os.getpid())
    if worker is None or worker.poll() is not None:
        worker = _workers[os.getpid()] = subprocess.Popen(
            [sys.executable, __file__, str(script_path())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
    return worker


@atexit.register
def close() -> None:
    """End this process's interpreter."""
    worker = _workers.pop(os.getpid(), None)
    if worker is not None:
        worker.communicate()


@lru_cache(maxsize=4096)
def render(tex: str, *, display: bool = False, output: str = "htmlAndMathml", macros: str = "{}") -> str:
    """Render one formula.

    Parameters
    ----------
    tex
        LaTeX.
    display
        Whether it stands on a line of its own.
    output
        KaTeX's ``output``: ``"htmlAndMathml"`` or ``"mathml"``.
    macros
        KaTeX's ``macros`` as JSON.

    Raises
    ------
    MathError
        If KaTeX refuses the formula; the message is KaTeX's.
    """
    worker = _worker()
    assert worker.stdin is not None
    assert worker.stdout is not None
    options = {
        "displayMode": display,
        "output": output,
        "macros": json.loads(macros),
        "throwOnError": True,
        "strict": "error",
        "trust": False,
    }
    worker.stdin.write(json.dumps([tex, options]) + "\n")
    worker.stdin.flush()
    line = worker.stdout.readline()
    if not line:
        raise MathError("the JavaScript engine stopped (is mini-racer installed?)")
    html, error = json.loads(line)
    if error:
        raise MathError(error)
    if _REFUSED in html:
        raise MathError("a command that is not trusted, such as \\href")
    return str(html)


def _render_node(translator: Any, node: nodes.Element, *, display: bool) -> str:
    """Render a node's LaTeX, or stop the build at its file and line."""
    config = translator.builder.config
    output = "mathml" if translator.builder.format == "html" and "epub" in translator.builder.name else None
    try:
        return render(
            node.astext(),
            display=display,
            output=output or "htmlAndMathml",
            macros=json.dumps(config.katex_macros, sort_keys=True),
        )
    except MathError as error:
        place: nodes.Node | None = node
        while place is not None and place.line is None:
            place = place.parent
        where = get_node_location(place) if place is not None else None
        raise MathError(
            f"{where or translator.builder.current_docname}: {error}: {node.astext()!r}"
        ) from None


def visit_math(translator: Any, node: nodes.math) -> None:
    """Write a formula within a line."""
    translator.body.append(translator.starttag(node, "span", "", CLASS="math"))
    translator.body.append(_render_node(translator, node, display=False) + "</span>")
    raise nodes.SkipNode


def visit_math_block(translator: Any, node: nodes.math_block) -> None:
    """Write a formula on a line of its own, with its number and the anchor that ``{eq}`` links to."""
    translator.body.append(translator.starttag(node, "div", CLASS="math"))
    translator.body.append(
        f'<div class="math-scroll">{_render_node(translator, node, display=True)}</div>',
    )
    if node.get("number"):
        number = get_node_equation_number(translator, node)
        translator.body.append(f'<span class="eqno">({number})')
        translator.add_permalink_ref(node, "Link to this equation")
        translator.body.append("</span>")
    translator.body.append("</div>\n")
    raise nodes.SkipNode


def add_style_sheet(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Load KaTeX's style sheet on pages that show mathematics, and only there."""
    if app.builder.name != "epub" and 'class="katex' in context.get("body", ""):
        app.add_css_file("katex/katex.min.css", priority=190)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the renderer."""
    app.add_config_value("katex_macros", {}, "html")
    app.add_html_math_renderer(
        "katex",
        inline_renderers=(visit_math, None),
        block_renderers=(visit_math_block, None),
    )
    app.connect("html-page-context", add_style_sheet)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _serve(script: Path) -> None:
    """Answer requests, one JSON value a line, until standard input ends."""
    from py_mini_racer import JSEvalException, MiniRacer

    engine = MiniRacer()
    engine.eval("var self = this;" + script.read_text(encoding="utf-8") + ";0")
    engine.eval(
        "function render(tex, options) {"
        " try { return [katex.renderToString(tex, options), null]; }"
        " catch (error) { return [null, String(error.message || error)]; } }"
        " function answer(line) { return JSON.stringify(render(...JSON.parse(line))); }"
    )
    for line in sys.stdin:
        try:
            answer = str(engine.call("answer", line))
        except JSEvalException as error:
            answer = json.dumps([None, str(error)])
        print(answer, flush=True)


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
