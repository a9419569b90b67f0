"""The book where PyTorch is missing: the PyTorch chapter is replaced by a page that says how to get it.

Everything else of the book is built as always, and the build says what it left out.
"""

from __future__ import annotations

import importlib.util
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging

logger = logging.getLogger(__name__)

CHAPTER = "pytorch"
PAGE = """\
(ch-pytorch)=
# PyTorch

This chapter trains with PyTorch and compares every step.
PyTorch was not installed when this copy was built.
The rest of the book does not need it.

A build asks pip for PyTorch by itself; where that fails, install PyTorch into the environment that builds the book,
and build again:

```console
$ .nox/book/bin/python -m pip install torch==2.13.0
$ python -m nox -s build
```

(On Windows the first line begins with `.nox\\book\\Scripts\\python`.)
"""


def _replace(app: Sphinx, docname: str, content: list[str]) -> None:
    if docname == CHAPTER and not app.config.nnbook_torch:
        content[0] = PAGE


def _leave_out(app: Sphinx, config: Config) -> None:
    if "ledger_left_out" in config and not config.nnbook_torch:
        config.ledger_left_out = [*config.ledger_left_out, CHAPTER]  # nobody will miss its formulas


def _say(app: Sphinx) -> None:
    if not app.config.nnbook_torch:
        logger.info(
            "PyTorch is missing: its chapter is replaced by a page that says how to get it.", color="yellow"
        )


def setup(app: Sphinx) -> dict[str, Any]:
    """Replace the chapter's text where ``torch`` cannot be imported."""
    app.add_config_value("nnbook_torch", importlib.util.find_spec("torch") is not None, "env", types=[bool])
    app.connect("config-inited", _leave_out)
    app.connect("builder-inited", _say)
    app.connect("source-read", _replace)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
