"""Record which kinds of checks notice which mistakes: ``PYTHONPATH=tests python -m mutation``."""

import json

from mutation.runner import KINDS, RECORD, records

if __name__ == "__main__":
    rows = records()
    RECORD.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    counts = ", ".join(f"{kind} {sum(kind in row['noticed'] for row in rows)}" for kind in KINDS)
    print(f"{len(rows)} mistakes recorded in {RECORD.relative_to(RECORD.parents[2])}; noticed by {counts}")
    for row in rows:
        if not row["noticed"]:
            print(f"nobody noticed {row['key']}")
