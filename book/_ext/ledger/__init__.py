"""The formula ledger: every formula is evaluated as printed and compared with the code.

A page prints ``$$ … $$ (sigmoid)``; the label is the key of an entry in `ledger.formulas` that names the function of
the package, its inputs and its paper.  `ledger.latex` reads the LaTeX, `ledger.verify` compares it with the function,
and this extension does so in every build, writes the result below each formula, and fails the build where a formula
is unlabelled, unregistered, printed twice, wrong, or shown by no figure.

From the command line: ``python -m ledger check``.
"""

from __future__ import annotations

from typing import Any


def setup(app: Any) -> dict[str, Any]:
    """Register the domain, its directives and its checks."""
    from . import checks, nodes, render
    from .domain import LedgerDomain, collect

    app.add_config_value("ledger_formulas", ("ledger.formulas",), "env", types=(tuple, list))
    app.add_config_value("ledger_left_out", (), "env", types=(tuple, list))
    app.add_domain(LedgerDomain)
    app.add_directive("formula", render.FormulaDirective)
    app.add_directive("formula-index", render.FormulaIndexDirective)
    plain_box = (nodes.visit_plain_box, nodes.depart_plain_box)
    plain_test = (nodes.visit_plain_test, nodes.depart_nothing)
    app.add_node(nodes.ledger_box, html=(nodes.visit_box, nodes.depart_box), latex=plain_box, text=plain_box)
    app.add_node(
        nodes.ledger_test, html=(nodes.visit_test, nodes.depart_test), latex=plain_test, text=plain_test
    )
    for placeholder in (nodes.ledger_line, nodes.formula_reprint, nodes.formula_index):
        app.add_node(placeholder)
    app.add_post_transform(render.FillIn)
    app.connect("doctree-read", collect)
    app.connect("env-updated", checks.check)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
