"""The records that the plugin writes, one for each body that mypy has checked."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from conformable.commands.observations.static_values import StaticValue, decoded
from conformable.core.encoding import decode_size

if TYPE_CHECKING:
    from conformable.core.sizes import Size


class Span(NamedTuple):
    """Where an expression stands: lines from 1, columns from 0, as mypy counts them."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What one way out of a body takes for granted about sizes, beyond what is declared.

    Attributes:
        equal: Pairs of sizes that are equal.
        different: Sizes that are not zero.
        nonnegative: Sizes that are at least zero.
    """

    equal: tuple[tuple[Size, Size], ...]
    different: tuple[Size, ...]
    nonnegative: tuple[Size, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """What the static half knows about one function, or about the top level of a module.

    Attributes:
        path: The file, as mypy was given it.
        module: The full name of the module.
        function: The full name of the function; None for the module.
        line: The line of its `def`; 0 for the module.
        parameters: The values that its parameters have at the beginning.
        expressions: What was seen of each expression.
        exits: What each way out of it assumes.
        assumed: What each expression assumes when it is evaluated.
    """

    path: Path
    module: str
    function: str | None
    line: int
    parameters: Mapping[str, StaticValue]
    expressions: Mapping[Span, StaticValue]
    exits: tuple[Assumptions, ...]
    assumed: Mapping[Span, Assumptions]


def read_folder(folder: Path) -> list[Body]:
    """Read what the plugin has written into a folder; of a body that was checked twice, the last."""
    bodies: dict[tuple[str, int], Body] = {}
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            body = _body(json.loads(line))
            bodies[body.module, body.line] = body
    return list(bodies.values())


def bodies_of(bodies: Iterable[Body], path: Path) -> list[Body]:
    """Return the bodies of one file, in the order of their lines."""
    wanted = os.path.realpath(path)
    return sorted(
        (body for body in bodies if os.path.realpath(body.path) == wanted), key=lambda body: body.line
    )


def _body(record: Mapping[str, Any]) -> Body:
    return Body(
        path=Path(record["path"]),
        module=record["module"],
        function=record["function"],
        line=record["line"],
        parameters={name: decoded(value) for name, value in record["parameters"].items()},
        expressions={Span(*span): decoded(value) for *span, value in record["expressions"]},
        exits=tuple(map(_assumptions, record["exits"])),
        assumed={Span(*span): _assumptions(found) for *span, found in record["assumed"]},
    )


def _assumptions(record: Mapping[str, Any]) -> Assumptions:
    return Assumptions(
        equal=tuple((decode_size(left), decode_size(right)) for left, right in record["equal"]),
        different=tuple(map(decode_size, record["different"])),
        nonnegative=tuple(map(decode_size, record["nonnegative"])),
    )
