"""What the language server says."""
# ruff: noqa: D103  -- a message says itself what it says

from __future__ import annotations


def pygls_is_missing() -> str:
    return "pygls is not installed; pip install 'conformable[lsp]'"


def mypy_is_missing() -> str:
    return "mypy is not installed; pip install 'conformable[mypy]'"


def waits_for_an_editor() -> str:
    return "conformable lsp: speaks with an editor over stdin and stdout; Ctrl-C ends it"


def mypy_is_starting() -> str:
    return "Conformable: mypy starts; the first time in a project it reads torch, which takes a while"


def mypy_has_stopped(reason: str) -> str:
    return f"Conformable: mypy could not check: {reason}"


def daemon_ended() -> str:
    return "its process has ended; its last words are in the server's log"


def plugin_has_changed() -> str:
    return "the plugin or its options have changed"


def shape_of(written: str, shape: str, dtype: str | None) -> str:
    return f"{written}: {dtype or 'shape'} {shape}"


def size_of(written: str, size: str) -> str:
    return f'{written}: size "{size}"'


def bound_at(name: str, what: str, line: int | None) -> str:
    where = f", line {line}" if line is not None else ""
    return f"`{name}` is {what}{where}"


def axis_of_value(axis: int, name: str) -> str:
    return f"axis {axis} of `{name}`"


def axes_of_value(name: str) -> str:
    return f"axes of `{name}`"


def given_integer(name: str) -> str:
    return f"the integer `{name}`"


def remedy_title(text: str) -> str:
    return f"Write {text}"


def ignore_title(code: str) -> str:
    return f"Ignore {code} on this line"


def annotate_title(name: str, annotation: str) -> str:
    return f"Annotate {name}: {annotation}"
