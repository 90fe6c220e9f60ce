"""Put the last figures of every command into docs/performance.md: `python benchmarks/figures.py`.

Between `<!-- fanout -->` and `<!-- end -->` stands what `fanout` printed; under `<!-- targets -->` all rows.
"""

import json
import re

from harness import RESULTS, ROOT, Figures, Table, Target

PAGE = ROOT / "docs" / "performance.md"
BETWEEN = re.compile(r"(<!-- ([\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def main() -> None:
    """Write the page anew; where nothing was measured, it stays as it is."""
    results = {path.stem: json.loads(path.read_text()) for path in sorted(RESULTS.glob("*.json"))}

    def drawn(found: re.Match[str]) -> str:
        name = found[2]
        if name == "targets":
            return f"{found[1]}{verdicts(results)}\n\n{found[3]}"
        return f"{found[1]}{figures(results[name])}\n\n{found[3]}" if name in results else found[0]

    PAGE.write_text(BETWEEN.sub(drawn, PAGE.read_text()))


def figures(told: Figures) -> str:
    """Where, when, how; and the tables."""
    versions = ", ".join(f"{name} {version}" for name, version in told["versions"].items())
    place = f"{told['date'][:10]}, {told['cpu']}, {told['cores']} cores, load {told['load']:.1f}"
    absent = "".join(
        f"\n\n{cell}: not measured: {reason.strip().splitlines()[-1]}"
        for cell, reason in told["absent"].items()
    )
    return f"\n`{told['command']}`: {place}\\\n{versions}\n" + "\n".join(map(table, told["tables"])) + absent


def table(told: Figures) -> str:
    """As it was printed."""
    drawn = Table(told["title"], *told["columns"])
    drawn.rows = told["rows"]
    return str(drawn)


def verdicts(results: dict[str, Figures]) -> str:
    """Every target of every command, each with the command that answers it."""
    drawn = Table("All of them", "target", "ratio", "required", "reach for", "met?", "command")
    for name, told in results.items():
        for row in told["targets"]:
            target = Target(**{key: row[key] for key in Target._fields})
            if target.ratio is not None:  # what one command left out, another has
                drawn.add(*target.row, f"`{name}`")
    return str(drawn)


if __name__ == "__main__":
    main()
