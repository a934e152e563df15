"""What the command `conformable` says about its own work."""
# ruff: noqa: D103  -- a message says itself what it says

from __future__ import annotations


def check_summary(proven: int, unknown: int, errors: int) -> str:
    total = proven + unknown + errors
    if not total:
        return "shapes: no function here has a shape annotation"
    functions = _counted(total, "annotated function")
    return f"shapes: {functions}: {proven} proven, {unknown} unknown, {errors} with errors"


def check_found(errors: int, files: int) -> str:
    if not errors:
        return "Success: no issues found"
    return f"Found {_counted(errors, 'error')} in {_counted(files, 'file')}"


def baseline_written(file: str, reports: int) -> str:
    return f"baseline: {_counted(reports, 'report')} written to {file}; from now on only others count"


def baseline_held(file: str, accepted: int, gone: int) -> str:
    told = f"baseline: {_counted(accepted, 'report')} of {file} still there"
    return f"{told}; {gone} gone: --update-baseline takes them out" if gone else told


def too_few_proven(percent: float, wanted: float) -> str:
    return (
        f"shapes: {percent:.1f} % of the annotated functions are proven; --min-proven asks for {wanted:g} %"
    )


def unknown_page(code: str, nearest: str | None) -> str:
    guess = f'; did you mean "{nearest}"?' if nearest is not None else "; without a code, all are listed"
    return f'"{code}" is no error code{guess}'


def init_already(file: str) -> str:
    return f"{file} names the plugin already; nothing to do"


def init_done(file: str) -> str:
    return f"{file}: written; mypy checks shapes from now on"


def init_next(missing: list[str]) -> str:
    if missing:
        packages = ", ".join(missing)
        return (
            f"Not installed here: {packages}. Try `conformable check FILES`, which has light stubs for mypy"
        )
    return "Try `mypy FILES`, or `conformable check FILES`, which also counts what is proven"


def init_by_hand(file: str, plugin: str) -> str:
    return f'conformable init: {file}: cannot be edited safely; add "{plugin}" to the plugins of mypy by hand'


def annotate_summary(files: int, returns: int, names: int, *, done: bool) -> str:
    if not returns + names:
        return "annotate: there is nothing to add"
    added = "added" if done else "to add"
    return f"annotate: {_annotations(returns, names)} {added} in {_counted(files, 'file')}"


def annotated_file(file: str, returns: int, names: int) -> str:
    return f"{file}: {_annotations(returns, names)}"


def _annotations(returns: int, names: int) -> str:
    kinds = ((returns, "return type"), (names, "local"))
    return ", ".join(_counted(count, noun) for count, noun in kinds if count)


def no_function(file: str, name: str, known: list[str]) -> str:
    functions = ", ".join(known[:5]) + (", ..." if len(known) > 5 else "")
    has = f"it has {functions}" if known else "it has none"
    return f"{file} has no function {name}; {has}" if name else f"name a function, {file}::NAME; {has}"


def unnamed_axis(index: int, value: str) -> str:
    return f"axis {index} of {value}"


def unnamed_axes(value: str) -> str:
    return f"the axes of {value} that have no names"


def on_line(source: str, line: int) -> str:
    return f"{source}, line {line}"


def several_unnamed_sizes(name: str, names: list[str]) -> str:
    return f"{name} is the name of {len(names)} sizes here: give each its own, {', '.join(names)}"


def mypy_runs(seconds: int, *, first: bool) -> str:
    slow = " (the first run reads all that is imported)" if first else ""
    return f"mypy is checking, {_counted(seconds, 'second')}{slow}"


def first_run() -> str:
    return "the first run reads all that is imported, which takes long; later runs take seconds"


def nothing_ran(functions: int) -> str:
    return f"nothing ran: {_counted(functions, 'function')} could not be run, see above"


def not_executed(files: int) -> str:
    return f"{_counted(files, 'file')} could not be executed, see above"


def torch_is_imported(file: str) -> str:
    return f"{file} imports torch, which is not installed: pip install 'conformable[torch]'"


def in_an_earlier_cell() -> str:
    return "in an earlier cell"


def not_installed(package: str, extra: str) -> str:
    return f"{package} is not installed; pip install 'conformable[{extra}]'"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
