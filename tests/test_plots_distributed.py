"""The figures of the section *More than one machine*: what they draw, and what they refuse."""

from __future__ import annotations

import io
import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure

from nnbook.plots import distributed as plots
from nnbook.plots.style import COLORS, DARK

FULL = np.array([0.4, -0.2, 0.1, 0.0])
AVERAGES = {"even": FULL, "uneven": FULL + np.array([0.1, 0.0, -0.01, 1e-9])}
PROCESSES = np.array([2, 4, 8])
SENT = {"ring": [1.0, 1.5, 1.75], "one collects": [1, 3, 7]}
FIGURES = {
    "shard_gradients": lambda: plots.shard_gradients(FULL, AVERAGES),
    "traffic": lambda: plots.traffic(PROCESSES, SENT, theory={"ring": [1.0, 1.5, 1.75]}),
}


@pytest.mark.parametrize("name", FIGURES)
def test_returns_a_closed_figure_in_colours_with_a_dark_twin(name):
    open_before = plt.get_fignums()
    fig = FIGURES[name]()
    assert isinstance(fig, Figure)
    assert plt.get_fignums() == open_before
    assert fig.axes[0].get_xlabel()
    buffer = io.StringIO()
    fig.savefig(buffer, format="svg")
    assert set(re.findall(r"#[0-9a-f]{6}\b", buffer.getvalue())) <= set(DARK)


def test_shard_gradients_has_a_row_of_differences_for_each_way():
    ax = plots.shard_gradients(FULL, AVERAGES).axes[0]
    assert [label.get_text() for label in ax.get_yticklabels()] == list(AVERAGES)
    level, even, uneven = ax.lines
    np.testing.assert_array_equal(level.get_xdata(), [0.4, 0.4])  # the largest entry
    edge = ax.get_xlim()[0]
    np.testing.assert_array_equal(even.get_xdata(), [edge] * 4)  # no difference: on the left edge
    np.testing.assert_allclose(uneven.get_xdata(), [0.1, edge, 0.01, 1e-9])
    for row, line in enumerate((even, uneven)):
        np.testing.assert_allclose(line.get_ydata(), row, atol=0.3)
        assert line.get_rasterized()
    assert even.get_marker() != uneven.get_marker()


def test_traffic_draws_marks_where_a_formula_draws_the_line():
    ax = FIGURES["traffic"]().axes[0]
    theory, ring, collector = ax.lines
    assert (theory.get_marker(), theory.get_linestyle()) == ("None", "-")
    assert (ring.get_marker(), ring.get_linestyle()) == ("o", "None")
    assert collector.get_marker() == "s"
    np.testing.assert_array_equal(theory.get_ydata(), SENT["ring"])
    np.testing.assert_array_equal(ring.get_ydata(), SENT["ring"])
    np.testing.assert_array_equal(collector.get_ydata(), SENT["one collects"])
    assert {text.get_text(): text.get_color() for text in ax.texts} == {
        "ring": COLORS["first"],
        "one collects": COLORS["second"],
    }


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: plots.shard_gradients([], AVERAGES), "gradient is empty"),
        (lambda: plots.shard_gradients([np.nan] * 4, AVERAGES), "gradient must be finite"),
        (lambda: plots.shard_gradients(FULL, {}), "averages is empty"),
        (lambda: plots.shard_gradients(FULL, {"even": [1.0]}), "even needs one entry for each of the 4"),
        (lambda: plots.traffic([4, 2], {"ring": [1, 1]}), "processes must rise"),
        (lambda: plots.traffic([1, 2], {"ring": [0, 1]}), "ring must be positive"),
        (lambda: plots.traffic(PROCESSES, {"ring": [1]}), "ring needs one entry for each of the 3"),
        (
            lambda: plots.traffic(PROCESSES, SENT, theory={"ring": [1]}),
            r"theory\['ring'\] needs one entry for each of the 3",
        ),
    ],
)
def test_refuses_what_it_cannot_draw(draw, message):
    with pytest.raises(ValueError, match=message):
        draw()
