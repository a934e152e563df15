"""Calls that PyTorch refuses: which of them for their shapes, and which for something else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from conformable.core.proof import CannotTellError, Mismatch, Proof
from opinfo_harness.judging import inferred, literal
from opinfo_harness.torch_calls import OPERATIONS, REFUSALS, Call, Operation, refused_calls_of

#: What torch says of errors that have nothing to do with shapes, by cause.
OTHER_CAUSES: Final[Mapping[str, tuple[str, ...]]] = {
    "the type of an argument": (
        r"invalid combination of arguments|received an invalid|unsupported operand type|required positional",
        r"must be (?:a )?(?:Tensor|tuple|list|float|int|bool)\b|must be a list/tuple|must be .*, not ",
        r"must be an int|has no attribute|got None|doesn't apply to|expected Tensor|not a Tensor",
    ),
    "dtypes": (
        r"\bdtype|scalar type|\bbool tensor|boolean masks|floating[ -]point|integral (?:dtype|Tensor)",
        r"to be Half, Float or Double|bias type|without overflow|Long tensor|not implemented for",
        r"complex (?:inputs|tensors|numbers)|tensors? used as indices|expected real|expects .* to be real",
        r"only supports? (?:integer|real|complex)|with non-(?:complex|real)|got (?:Long|Float|Double|Bool)",
    ),
    "devices, layouts and memory": (
        r"same device|single memory location|strided tensors only|sparse|only supported on|written-to tensor",
        r"memory format|autograd|requires? grad",
    ),
    "the value of an option": (
        r"not a valid value|is not valid|expects (?:sigma|lambda|p|std)|\[from, to\)|only p == 1|mode must",
        r"must be greater than (?:or equal to zero|0, got)|lambda must be|min_val cannot|Lower bound should",
        r"approximate argument|non-positive values|divisor must be not zero|ignore_index cannot|only be ",
        r"unsupported range|edge_order=1 and|symmetric windows|Coefficients|step must be nonzero",
        r"(?:Tau|deviation|beta|order) must be|supports? only|dropout probability|label_smoothing",
        r"unknown .*mode|should be a string",
    ),
    "the values of elements": (
        r"cannot be negative|sum of probabilities|probability (?:tensor|entry)|index \d+ is out of bounds",
        r"encountering probability|not positive[- ]definite|singular",
    ),
    "more axes or elements than torch takes": (r"up to 64 dims|exceed 2\^24",),
}


@dataclass(frozen=True)
class Refused:
    """A call that torch refuses.

    Attributes:
        call: The call.
        error: What torch says.
        cause: What it has to do with, if not with shapes; "" for an error of shape.
        reported: Whether the rule reports it.
    """

    call: Call
    error: str
    cause: str
    reported: bool


def refused_calls(operations: tuple[Operation, ...] = OPERATIONS) -> Iterator[Refused]:
    """Yield the erroneous calls of PyTorch's own tests that it really refuses here."""
    for operation in operations:
        with suppress(AttributeError):  # an operation's own inputs need what is not here
            for call, _ in refused_calls_of(operation):
                error = _error(call)
                if error:
                    yield Refused(call, error, _cause(error), is_reported(call))


def _error(call: Call) -> str:
    try:
        call.result()
    except (*REFUSALS, AttributeError) as error:
        return f"{type(error).__name__}: {error}".splitlines()[0]
    return ""


def _cause(error: str) -> str:
    """Say what an error has to do with, if not with shapes."""
    return next(
        (cause for cause, patterns in OTHER_CAUSES.items() if re.search("|".join(patterns), error)), ""
    )


def is_reported(call: Call) -> bool:
    """Tell whether the rule reports a call."""
    with suppress(CannotTellError):
        try:
            inferred(call, Proof(), literal)
        except Mismatch:
            return True
    return False
