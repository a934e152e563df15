"""`conformable cost`: what a function costs, from its shapes alone."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from conformable.commands.costing import variables
from conformable.commands.costing.given import values_of
from conformable.commands.costing.ledger import flat, total_of
from conformable.commands.costing.naming import Names, is_nameless, names_for
from conformable.commands.costing.programs import Program
from conformable.commands.costing.trials import Trial, tried
from conformable.commands.costing.walking import Walker
from conformable.commands.observations.asking import add_mypy_options, mypy_options, python_files
from conformable.commands.observations.imports import project_imports
from conformable.commands.observations.mypy_run import StaticHalfError, ask_static_half
from conformable.commands.verifying.arguments import CannotBuildError
from conformable.commands.verifying.tables import table
from conformable.commands.verifying.tensors import Device
from conformable.core.arithmetic import evaluate
from conformable.core.messages import no_function, several_unnamed_sizes, torch_is_missing
from conformable.core.sizes import Symbol

if TYPE_CHECKING:
    from conformable.core.sizes import Size

__all__ = ["run"]

#: Bytes of an element.
_PRECISIONS: Final = {"float32": 4, "float16": 2, "bfloat16": 2, "float64": 8}


def run(arguments: list[str]) -> int:
    """Print what a function costs and return the exit status.

    Args:
        arguments: See `conformable cost --help`.
    """
    parsed = _parser().parse_args(arguments)
    path_text, _, name = parsed.target.partition("::")
    try:
        (path,) = python_files([Path(path_text)])
        files = [path, *project_imports(path)]
        answer = ask_static_half(files, mypy_options(parsed))
    except StaticHalfError as error:
        print(f"conformable cost: {error}", file=sys.stderr)
        return 2
    program = Program(answer, files)
    function = program.named(path, name)
    for failure in (message for message in answer.messages if message.is_internal_failure):
        print(f"{failure.path}:{failure.line}: {failure.text}", file=sys.stderr)
    if function is None:
        told = no_function(str(path), name, answer.functions_of(path))
        print(f"conformable cost: {told}", file=sys.stderr)
        return 2
    default = _PRECISIONS[parsed.dtype]
    sizes = dict(parsed.size)
    named = {name: number for name, number in sizes.items() if not is_nameless(name)}
    walker = Walker(program, function, default, dict(function.body.parameters), named).walk()
    quantities = _quantities(walker)
    names = names_for(quantities.values(), function)
    for shared in sizes.keys() & names.several.keys():
        told = several_unnamed_sizes(shared, names.several[shared])
        print(f"conformable cost: {told}", file=sys.stderr)
        return 2
    print("\n".join(_report(walker, quantities, names, sizes)))
    if not (parsed.check or parsed.time):
        return 0
    if find_spec("torch") is None:
        print(f"conformable cost: {torch_is_missing()}", file=sys.stderr)
        return 2
    try:
        trial = tried(function, sizes, Device(parsed.device, parsed.dtype), timed=parsed.time)
    except CannotBuildError as error:
        print(f"conformable cost: {name} cannot be run: {error}", file=sys.stderr)
        return 2
    held = variables.of_trial(function, trial.absent)
    called = Walker(program, function, default, held, trial.sizes).walk()
    return _compared(called, trial)


def _quantities(walker: Walker) -> dict[str, Size]:
    cost = total_of(walker.rows)
    return {
        "multiply-adds": cost.multiply_adds,
        "FLOPs": cost.flops,
        "bytes read": cost.read,
        "bytes written": cost.written,
        "peak live activation bytes": walker.memory.peak,
    }


def _report(
    walker: Walker, quantities: Mapping[str, Size], names: Names, sizes: Mapping[str, int]
) -> Iterator[str]:
    head = ("line", "expression", "counted as", "times", "multiply-adds", "other operations")
    rows = [
        (
            str(row.line),
            row.source,
            row.family,
            *map(str, map(names.size, (row.times, row.cost.multiply_adds, row.cost.elementwise))),
        )
        for row in flat(walker.rows)
    ]
    yield from table(head, rows)
    yield ""
    width = max(map(len, quantities))
    for name, size in quantities.items():
        written = names.size(size)
        yield f"{name:{width}}  {written}{_number(written, sizes)}"
    for name, place in names.places.items():
        yield f"{name}: {place}"
    for line, source in walker.uncounted:
        yield f"not counted: line {line}: {source}"


def _number(size: Size, sizes: Mapping[str, int]) -> str:
    if size.number is not None or not sizes:
        return ""
    number = evaluate(size, values_of([size], sizes))
    missing = sorted({symbol.name for symbol in size.symbols()} - _known(size, sizes))
    return f" = {number:,}" if number is not None else f" (it needs {', '.join(missing)})"


def _compared(walker: Walker, trial: Trial) -> int:
    """Print what was measured; the exit status is 1 if torch counts something else than what was counted."""
    multiply_adds = total_of(walker.rows).multiply_adds
    counted = evaluate(2 * multiply_adds, values_of([multiply_adds], trial.sizes))
    if counted is None:
        missing = {symbol.name for symbol in multiply_adds.symbols()} - _known(multiply_adds, trial.sizes)
        verdict, differs = f"it cannot be compared without {', '.join(sorted(missing))}", False
    else:
        verdict, differs = _verdict(walker, counted, trial.contractions)
    print(f"torch counts {trial.contractions:,} FLOPs in products and convolutions: {verdict}")
    if trial.seconds is not None:
        flops = evaluate(total_of(walker.rows).flops, values_of([total_of(walker.rows).flops], trial.sizes))
        rate = f", {flops / trial.seconds:.3g} FLOP/s" if flops is not None else ""
        print(f"one call takes {trial.seconds * 1e3:.3f} ms{rate}")
    return int(differs)


def _verdict(walker: Walker, counted: int, measured: int) -> tuple[str, bool]:
    """Compare a count with torch's; the second says whether one of them is wrong."""
    if counted == measured:
        return "equal", False
    if walker.function.uses_numpy:
        return f"it does not see NumPy, which has {counted:,}", False
    if walker.uncounted:
        return f"{counted:,} of them could be counted", False
    if walker.meaning.is_greatest and counted > measured:
        return f"at most {counted:,}, as the more expensive branch counts", False
    return f"NOT EQUAL to {counted:,}", True


def _known(size: Size, sizes: Mapping[str, int]) -> set[str]:
    return {atom.name for atom in values_of([size], sizes) if isinstance(atom, Symbol)}


def _size(text: str) -> tuple[str, int]:
    name, _, number = text.partition("=")
    if not number.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=NUMBER")
    return name, int(number)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="conformable cost",
        description="Count the multiply-adds, floating-point operations and bytes of a function, from the"
        " shapes that mypy's plugin knows. Memory is that of the function's own tensors, without what"
        " autograd keeps; branches count with the more expensive way.",
    )
    parser.add_argument(
        "target", metavar="FILE::FUNCTION", help="a function, or a method such as Model.forward"
    )
    parser.add_argument(
        "--size",
        type=_size,
        nargs="+",
        default=[],
        action="extend",
        metavar="NAME=NUMBER",
        help="sizes of names",
    )
    parser.add_argument(
        "--dtype", choices=_PRECISIONS, default="float32", help="dtype of floating-point tensors"
    )
    parser.add_argument("--check", action="store_true", help="compare with torch.utils.flop_counter")
    parser.add_argument("--time", action="store_true", help="the same, and measure how long a call takes")
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu", help="where it runs for that")
    add_mypy_options(parser)
    return parser
