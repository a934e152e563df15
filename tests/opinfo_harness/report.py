"""Write docs/operations_report.md: every operation that PyTorch tests, and what the static half says of it.

Run `PYTHONPATH=tests python -m opinfo_harness.report`; it takes some minutes.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import torch
from torch._subclasses.fake_tensor import (
    DataDependentOutputException,
    DynamicOutputShapeException,
    FakeTensorMode,
)
from torch.utils._pytree import tree_map_only

from conformable_mypy.torch_meta.fallback import Fallback
from opinfo_harness.judging import literal, named
from opinfo_harness.refusals import OTHER_CAUSES, refused_calls
from opinfo_harness.sweep import Names, runs, sweep, with_verdict
from opinfo_harness.torch_calls import Call

ROOT: Final = Path(__file__).parent.parent.parent
PAGE: Final = ROOT / "docs" / "operations_report.md"
LONGEST: Final = 160

HEAD: Final = """\
# Every operation that PyTorch tests

Written by `PYTHONPATH=tests python -m opinfo_harness.report` with torch {version}; do not edit.

Each entry of `torch.testing._internal.common_methods_invocations.op_db` is called with all its own inputs,
and the shapes of the results are held against what the static half says. A name is *exact* if every size of
every result is right, *unknown* if nothing false is said and something is missing, *wrong* if something false
is said, or a good call is reported. *Named*: each size of at least 2 in the inputs is a named axis instead of
a number, the same name for the same size; the sizes are put back into the result. A call whose arguments
hold the sizes as numbers (`view(15)`) is rightly reported then, and counts as unknown; each such report was
checked by making the call with the witness's sizes. What assumes that a division is exact (`chunk`) counts as
unknown where it is not. The fall-back is asked about a name until one of its calls stays unknown.
"""


def main() -> None:
    """Judge everything and write the page."""
    warnings.simplefilter("ignore")
    made = list(runs())
    fallback = Fallback(str(ROOT / ".cache"))
    rules, both = sweep(made, literal), sweep(made, literal, fallback)
    symbolic, symbolic_both = sweep(made, named), sweep(made, named, fallback)
    on_data = set(_on_data(made, set(with_verdict(both, "unknown"))))
    lines = [
        HEAD.format(version=torch.__version__),
        "## Totals\n",
        _counted(made, rules, on_data),
        "| | exact | unknown | wrong | exact, of all | exact, of those that do not depend on data |",
        "| --- | --- | --- | --- | --- | --- |",
        *_totals("numbers, rules alone", rules, on_data),
        *_totals("numbers, rules and fall-back", both, on_data),
        *_totals("named, rules alone", symbolic, on_data),
        *_totals("named, rules and fall-back", symbolic_both, on_data),
        "\n## Calls that PyTorch refuses\n",
        *_refusals(),
        "\n## What is not exact with numbers, rules and fall-back\n",
        "| name | unknown calls | the first of them |",
        "| --- | --- | --- |",
        *_reasons(both),
        "\n## By name\n",
        "| name | calls | rules | rules and fall-back | named |",
        "| --- | --- | --- | --- | --- |",
        *(
            f"| `{name}` | {each.verdicts.total()} | {each.verdict} | {both[name].verdict} "
            f"| {symbolic_both[name].verdict} |"
            for name, each in sorted(rules.items())
        ),
    ]
    PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines[:16]))


def _counted(made: list[tuple[Call, Any]], names: Names, on_data: set[str]) -> str:
    listed = ", ".join(f"`{name}`" for name in sorted(on_data))
    return (
        f"{len(made)} calls of {len(names)} names; the result of {len(on_data)} of these depends on data "
        f"(PyTorch's own fake tensors say so): {listed}.\n"
    )


def _totals(title: str, names: Names, on_data: set[str]) -> Iterator[str]:
    counts = [len(with_verdict(names, verdict)) for verdict in ("exact", "unknown", "wrong")]
    exact = sum(name not in on_data for name in with_verdict(names, "exact"))
    shares = [f"{100 * counts[0] / len(names):.1f} %", f"{100 * exact / (len(names) - len(on_data)):.1f} %"]
    yield f"| {title} | {' | '.join(map(str, counts))} | {' | '.join(shares)} |"


def _refusals() -> Iterator[str]:
    counts = Counter((refused.cause, refused.reported) for refused in refused_calls())
    yield "By what PyTorch says; `tests/opinfo_harness/refusals.py` has the patterns.\n"
    yield "| about | calls | reported | |"
    yield "| --- | --- | --- | --- |"
    for cause in ("", *OTHER_CAUSES):
        reported, calls = counts[cause, True], counts[cause, True] + counts[cause, False]
        share = "" if cause else f"{100 * reported / calls:.1f} %"
        yield f"| {cause or '**shapes**'} | {calls} | {reported} | {share} |"


def _reasons(names: Names) -> Iterator[str]:
    for name in with_verdict(names, "unknown"):
        each = names[name]
        first = each.reasons[0].replace("|", "\\|").replace("\n", " ")
        shown = first if len(first) <= LONGEST else f"{first[:LONGEST]}..."
        yield f"| `{name}` | {each.verdicts['unknown']} of {each.verdicts.total()} | {shown} |"


def _on_data(made: list[tuple[Call, Any]], names: set[str]) -> Iterator[str]:
    """Yield the names with a call whose shape PyTorch's fake tensors cannot tell without the elements."""
    for call, _ in made:
        if call.operation in names and depends_on_data(call):
            yield call.operation


def depends_on_data(call: Call) -> bool:
    """Tell whether PyTorch needs the elements to know the shapes of a call."""
    mode = FakeTensorMode()
    with suppress(Exception), mode:
        faked = tree_map_only(torch.Tensor, mode.from_tensor, (call.arguments, dict(call.keywords)))
        try:
            call.run(*faked)
        except (DynamicOutputShapeException, DataDependentOutputException):
            return True
    return False


if __name__ == "__main__":
    main()
