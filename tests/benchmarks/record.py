"""Turn pytest-benchmark's report into the data file that the book prints: ratios, date, machine, versions.

``python tests/benchmarks/record.py REPORT`` writes ``book/_data/activation-timings.json``.
"""

import json
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path

TARGET = Path(__file__).parents[2] / "book" / "_data" / "activation-timings.json"


def recorded(report: dict) -> dict:
    """Return times per number, divided by those of ReLU in the same precision.

    The shortest of many runs is taken: whatever else the machine does can only make a run longer.
    """
    layer = next(b["extra_info"] for b in report["benchmarks"] if b["extra_info"]["kind"] == "layer")
    seconds = {
        (b["extra_info"]["kind"], b["extra_info"]["precision"], b["extra_info"]["name"]): b["stats"]["min"]
        / b["extra_info"]["numbers"]
        for b in report["benchmarks"]
    }

    def ratios(kind: str, precision: str) -> dict[str, float]:
        relu = seconds["function", precision, "relu"]
        return {n: round(s / relu, 2) for (k, p, n), s in seconds.items() if (k, p) == (kind, precision)}

    precisions = ["float64", "float32"]
    return {
        "date": date.today().isoformat(),
        "machine": report["machine_info"]["cpu"]["brand_raw"],
        "versions": {"python": report["machine_info"]["python_version"]}
        | {name: version(name) for name in ("numpy", "scipy")},
        "threads": int(layer["threads"]),
        "numbers": report["benchmarks"][0]["extra_info"]["numbers"],
        "layer_fan_in": layer["fan_in"],
        "relu_nanoseconds": {p: round(seconds["function", p, "relu"] * 1e9, 2) for p in precisions},
        "function": {p: ratios("function", p) for p in precisions},
        "derivative": {p: ratios("derivative", p) for p in precisions},
        "layer": {p: ratios("layer", p)["layer"] for p in precisions},
    }


if __name__ == "__main__":
    data = recorded(json.loads(Path(sys.argv[1]).read_text()))
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(data, indent=1) + "\n")
    print(f"recorded in {TARGET.relative_to(TARGET.parents[2])}")
