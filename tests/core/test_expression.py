"""Arithmetic axes have the values that Python gives them, and are printed as they can be read again."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conformable.core.expression import EvaluationError, depth, evaluate
from conformable.core.expression_parser import ExpressionError, parse_expression

EXAMPLES = int(os.environ.get("CONFORMABLE_EXAMPLES", "2000"))

ARITHMETIC = st.recursive(
    st.sampled_from(["a", "b", "1", "2", "7", "{n}", "{o.d}", "0x10"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "//", "%", "**", "/", "=="]), inner).map("".join),
        st.tuples(st.sampled_from("-+(~"), inner, st.sampled_from(["", ")"])).map("".join),
        st.tuples(st.sampled_from(["min(", "max("]), inner, st.just(","), inner, st.just(")")).map("".join),
    ),
    max_leaves=8,
)

NO_HOLES: dict[tuple[str, ...], int] = {}


class Configuration:
    d = 3


def evaluated_as_jaxtyping_does(text: str) -> Any:
    """Do as jaxtyping: fill holes as an f-string does, and evaluate what comes out."""
    filled = eval(f"f'{text}'", {"n": 5, "o": Configuration})
    return eval(filled, {"a": 2, "b": 3})


@settings(max_examples=EXAMPLES, deadline=None)
@given(ARITHMETIC)
@example("-a**2")
@example("2**-a")
@example("a//(b-3)")
@example("-7//2%3")
def test_arithmetic_has_the_value_that_python_gives_it(text: str) -> None:
    try:
        expression = parse_expression(text)
    except ExpressionError:
        return
    holes: dict[tuple[str, ...], int] = {("n",): 5, ("o", "d"): 3}
    try:
        value = evaluate(expression, {"a": 2, "b": 3}.__getitem__, holes.__getitem__)
    except EvaluationError:
        return
    assert value == evaluated_as_jaxtyping_does(text)


@pytest.mark.parametrize("text", ["a//0", "a%0", "2**(0-a)", "9**9**9**9"])
def test_arithmetic_without_a_value(text: str) -> None:
    with pytest.raises(EvaluationError):
        evaluate(parse_expression(text), {"a": 2}.__getitem__, NO_HOLES.__getitem__)


@settings(max_examples=EXAMPLES, deadline=None)
@given(ARITHMETIC)
@example("(0-1)**(-n)")
@example("a-(b-1)-(-(a+b))")
@example("(2**a)**b")
def test_printing_gives_back_what_was_parsed(text: str) -> None:
    try:
        expression = parse_expression(text)
    except ExpressionError:
        return
    assert parse_expression(str(expression)) == expression


def test_depth_is_limited_but_length_is_not() -> None:
    long_sum = parse_expression("+".join(["a"] * 400))
    assert depth(long_sum) == 1
    assert evaluate(long_sum, {"a": 2}.__getitem__, NO_HOLES.__getitem__) == 800
