"""What a user reads when a call is refused, word for word."""

from __future__ import annotations

import textwrap
from typing import Any

import numpy as np
import pytest
import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

from conformable import NotationError, ShapeError, checked

zeros = torch.zeros


@checked
def linear(
    x: Float[Tensor, "batch n_in"], w: Float[Tensor, "n_out n_in"], b: Float[Tensor, "n_out"] | None = None
) -> Float[Tensor, "batch n_out"]:
    y = x @ w.T
    return y if b is None else torch.cat([y, y], dim=-1)


def message_of(function: Any, *arguments: Any, **named: Any) -> str:
    with pytest.raises(ShapeError) as caught:
        function(*arguments, **named)
    return str(caught.value)


def lines(text: str) -> str:
    return textwrap.dedent(text).strip("\n")


def test_a_size_that_another_argument_has_bound() -> None:
    assert message_of(linear, zeros(2, 3), zeros(4, 5)) == lines(
        """
        Argument "w" to "linear" has shape (4, 5); expected Float[Tensor, "n_out n_in"]: axis 1 is 5, not n_in=3 (bound by argument "x")
            batch=2 (bound by argument "x")
            n_in=3 (bound by argument "x")
        """  # noqa: E501
    )


def test_a_rank() -> None:
    assert message_of(linear, zeros(2, 3, 4), zeros(4, 5)) == (
        'Argument "x" to "linear" has 3 axes, (2, 3, 4); expected 2 axes, Float[Tensor, "batch n_in"]'
    )


def test_a_dtype() -> None:
    assert message_of(linear, zeros(2, 3, dtype=torch.int64), zeros(4, 3)) == (
        'Argument "x" to "linear" has dtype int64; expected Float[Tensor, "batch n_in"]'
    )


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([1.0], "a list"),
        (None, "None"),
        (3, "an int"),
        (np.zeros((2, 3)), "a float64 ndarray of shape (2, 3)"),
        (zeros(5, dtype=torch.int32).numpy(), "an int32 ndarray of shape (5,)"),
    ],
)
def test_another_kind_of_value(value: object, words: str) -> None:
    assert message_of(linear, value, zeros(4, 3)) == (
        f'Argument "x" to "linear" is {words}; expected Float[Tensor, "batch n_in"]'
    )


def test_a_result() -> None:
    assert message_of(linear, zeros(2, 3), zeros(4, 3), zeros(4)) == lines(
        """
        Return value of "linear" has shape (2, 8); expected Float[Tensor, "batch n_out"]: axis 1 is 8, not n_out=4 (bound by argument "w")
            batch=2 (bound by argument "x")
            n_in=3 (bound by argument "x")
            n_out=4 (bound by argument "w")
        """  # noqa: E501
    )


def test_an_optional_argument() -> None:
    assert message_of(linear, zeros(2, 3), zeros(4, 3), zeros(5)).startswith(
        'Argument "b" to "linear" has shape (5,); expected Float[Tensor, "n_out"]: '
        'axis 0 is 5, not n_out=4 (bound by argument "w")\n'
    )


def test_alternatives_are_refused_one_by_one() -> None:
    @checked
    def embed(x: Int[Tensor, "b t"] | Float[Tensor, "b t d"] | None) -> None: ...

    assert message_of(embed, zeros(2, 3)) == lines(
        """
        Argument "x" to "embed" is a float32 Tensor of shape (2, 3); expected Int[Tensor, "b t"] | Float[Tensor, "b t d"] | None
            not Int[Tensor, "b t"]: its dtype is float32
            not Float[Tensor, "b t d"]: it has 2 axes, not 3
        """  # noqa: E501
    )


def test_items_are_named_by_their_path() -> None:
    @checked
    def stack(xs: list[Float[Tensor, "n"]], named: dict[str, Float[Tensor, "n"]]) -> None: ...

    assert message_of(stack, [zeros(2), zeros(3)], {}) == lines(
        """
        Argument "xs[1]" to "stack" has shape (3,); expected Float[Tensor, "n"]: axis 0 is 3, not n=2 (bound by argument "xs[0]")
            n=2 (bound by argument "xs[0]")
        """  # noqa: E501
    )
    assert message_of(stack, [zeros(2)], {"left": zeros(3)}).startswith(
        'Argument "named[\'left\']" to "stack" has'
    )
    assert message_of(stack, (zeros(2),), {}) == (
        'Argument "xs" to "stack" is a tuple of length 1; expected list[Float[Tensor, "n"]]'
    )


def test_items_of_a_result_are_named_by_their_path() -> None:
    @checked
    def halves(x: Float[Tensor, "2*n"]) -> tuple[Float[Tensor, "n"], Float[Tensor, "n"]]:
        return x[:2], x[2:]  # type: ignore[shape-literal]

    assert halves(zeros(4))[0].shape == (2,)
    assert message_of(halves, zeros(5)).startswith(
        'Return value[1] of "halves" has shape (3,); expected Float[Tensor, "n"]: '
        "axis 0 is 3, not n=2 (bound by return value[0])\n"
    )


def test_variadic_axes() -> None:
    @checked
    def add(x: Float[Tensor, "*b n"], y: Float[Tensor, "*b n"], z: Float[Tensor, "*#b n"]) -> None: ...

    assert message_of(add, zeros(2, 3, 4), zeros(3, 4), zeros(4)) == lines(
        """
        Argument "y" to "add" has shape (3, 4); expected Float[Tensor, "*b n"]: "*b" is (3,), not (2, 3) (bound by argument "x")
            n=4 (bound by argument "x")
            *b=(2, 3) (bound by argument "x")
        """  # noqa: E501
    )
    assert message_of(add, zeros(2, 3, 4), zeros(2, 3, 4), zeros(5, 4)).startswith(
        'Argument "z" to "add" has shape (5, 4); expected Float[Tensor, "*#b n"]: '
        '"*b" is (5,), which cannot be broadcast with (2, 3) (bound by argument "x")\n'
    )
    assert message_of(add, zeros(()), zeros(4), zeros(4)) == (
        'Argument "x" to "add" has 0 axes, (); expected at least 1 axis, Float[Tensor, "*b n"]'
    )


def test_fixed_and_arithmetic_axes() -> None:
    @checked
    def fold(y: Float[Tensor, "2*n+1"], x: Float[Tensor, "n rows=3"], k: int) -> Float[Tensor, "{k}"]:
        return x[0]  # type: ignore[shape-literal]

    assert message_of(fold, zeros(5), zeros(2, 4), 3) == (
        'Argument "x" to "fold" has shape (2, 4); expected Float[Tensor, "n rows=3"]: axis 1 is 4, not 3'
    )
    assert message_of(fold, zeros(6), zeros(2, 3), 3) == lines(
        """
        Argument "y" to "fold" has shape (6,); expected Float[Tensor, "2*n+1"]: axis 0 is 6, not 2*n+1=5
            n=2 (bound by argument "x")
        """
    )
    assert message_of(fold, zeros(5), zeros(2, 3), 4).startswith(
        'Return value of "fold" has shape (3,); expected Float[Tensor, "{k}"]: axis 0 is 3, not {k}=4\n'
    )


def test_sizes_of_the_instance() -> None:
    class Layer:
        width: Any = 3

        @checked
        def forward(self, x: Float[Tensor, "n {self.width}"]) -> None: ...

    layer = Layer()
    assert message_of(layer.forward, zeros(2, 4)).startswith(
        'Argument "x" to "Layer.forward" has shape (2, 4); expected Float[Tensor, "n {self.width}"]: '
        "axis 1 is 4, not {self.width}=3\n"
    )
    layer.width = "3"
    assert "axis 1 is declared as {self.width}, which has no size: self.width is a str" in message_of(
        layer.forward, zeros(2, 3)
    )


def test_a_note_on_an_exception_of_torch() -> None:
    @checked
    def attend(
        q: Float[Tensor, "*batch seq_q d_k"],
        k: Float[Tensor, "*batch seq_k d_k"],
        mask: Bool[Tensor, "seq_q seq_k"] | None,
        scales: tuple[Float[Tensor, "d_k"], float],
    ) -> Tensor:
        return q @ k  # type: ignore[shape-matmul]

    with pytest.raises(RuntimeError, match="batch2 tensor") as caught:
        attend(zeros(2, 5, 4), zeros(2, 6, 4), None, (zeros(4), 1.0))
    assert caught.value.__notes__ == [
        lines(
            """
            in "attend", at q @ k, called with
                q: (*batch=(2,), seq_q=5, d_k=4)
                k: (*batch=(2,), seq_k=6, d_k=4)
                scales[0]: (d_k=4)
            """
        )
    ]


class Layer(torch.nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.weight = torch.nn.Parameter(zeros(3, 4))
        self.norm = torch.nn.LayerNorm(5)

    @checked
    def forward(self, x: Float[Tensor, "batch n_in"], *, wide: bool) -> Tensor:
        h: Float[Tensor, "batch hidden"] = torch.cat([x, x], dim=1)
        sizes = [len(h)]
        x = h.reshape(-1)
        if wide:
            return torch.relu(self.norm(h)) + sizes[0]  # type: ignore[shape-literal]
        return h @ self.weight  # type: ignore[shape-matmul]

    @checked
    def through(self, x: Float[Tensor, "n"]) -> Tensor:
        return self.helper(x, zeros(2))  # type: ignore[shape-broadcast]

    def helper(self, a: Tensor, b: Tensor) -> Tensor:
        return a + b


def test_a_note_names_the_operation_and_the_other_tensors_there() -> None:
    with pytest.raises(RuntimeError, match="cannot be multiplied") as caught:
        Layer()(zeros(2, 3), wide=False)
    assert caught.value.__notes__ == [
        lines(
            """
            in "Layer.forward", at h @ self.weight, called with
                x: (batch=2, n_in=3)
            other tensors there
                x: (12,)
                h: (batch=2, hidden=6)
                self.weight: (3, 4)
            """
        )
    ]
    with pytest.raises(RuntimeError, match="normalized_shape") as caught:
        Layer()(zeros(2, 3), wide=True)
    assert caught.value.__notes__[0].startswith('in "Layer.forward", at self.norm(h), called with\n')
    with pytest.raises(RuntimeError, match="must match the size") as caught:
        Layer().through(zeros(3))
    assert caught.value.__notes__[0].splitlines() == [
        'in "Layer.through", at a + b in "helper", called by self.helper(x, zeros(2)), called with',
        "    x: (n=3)",
    ]


def test_a_note_without_the_source() -> None:
    namespace: dict[str, Any] = {"checked": checked, "Float": Float, "Tensor": Tensor}
    exec('@checked\ndef f(x: Float[Tensor, "n"]):\n y = x[:2]\n return x + y', namespace)
    with pytest.raises(RuntimeError, match="must match the size") as caught:
        namespace["f"](zeros(3))
    assert caught.value.__notes__ == ['in "f", called with\n    x: (n=3)\nother tensors there\n    y: (2,)']


def test_a_note_runs_no_code_of_the_user() -> None:
    class Layer:
        @property
        def weight(self) -> Tensor:
            seen.append(1)
            return zeros(2)

        @checked
        def f(self, x: Float[Tensor, "n"]) -> Tensor:
            return x + self.weight  # type: ignore[shape-broadcast]

    seen: list[int] = []
    with pytest.raises(RuntimeError, match="must match the size") as caught:
        Layer().f(zeros(3))
    assert caught.value.__notes__ == ['in "Layer.f", at x + self.weight, called with\n    x: (n=3)']
    assert seen == [1]


def test_a_note_on_an_exception_of_numpy_is_put_once() -> None:
    @checked
    def inner(a: Float[np.ndarray, "n _"], b: Float[np.ndarray, "3 ..."]) -> Any:
        return a + b

    @checked
    def outer(a: Float[np.ndarray, "rows cols"]) -> Any:
        return inner(a, np.zeros((3, 2)))

    with pytest.raises(ValueError, match="could not be broadcast") as caught:
        outer(np.zeros((2, 4)))
    assert caught.value.__notes__ == [
        lines(
            """
            in "inner", at a + b, called with
                a: (n=2, 4)
                b: (3, ...=(2,))
            """
        )
    ]


@pytest.mark.parametrize(
    "error",
    [ValueError("the size of the house"), ValueError("no"), KeyError("shape"), RuntimeError("wrong shape")],
    ids=str,
)
def test_no_note_on_exceptions_of_the_user(error: Exception) -> None:
    @checked
    def fail(x: Float[Tensor, "n"]) -> None:
        raise error

    with pytest.raises(type(error)) as caught:
        fail(zeros(2))
    assert caught.value is error
    assert not hasattr(error, "__notes__")


def test_no_note_on_exceptions_about_other_things() -> None:
    @checked
    def parse(x: Float[Tensor, "n"]) -> None:
        int("size")

    with pytest.raises(ValueError, match="invalid literal") as caught:
        parse(zeros(2))
    assert hasattr(caught.value, "__notes__") is False


def test_the_error_shows_no_other_error_behind_it() -> None:
    with pytest.raises(ShapeError) as caught:
        linear(zeros(2), zeros(2))
    assert caught.value.__context__ is None
    assert [entry.name for entry in caught.traceback[-2:]] == ["linear", "arguments"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a+", "an operand is missing at the end"),
        ("(b c) d", '")" is missing in this axis: a space ends an axis, also inside parentheses'),
        ("?n", '"?" has a meaning only inside a PyTree whose structure has a name, such as PyTree[..., "T"]'),
        ("q+1", 'no axis of this signature is "q"'),
        ("{m}", '"f" has no argument "m"'),
    ],
)
def test_an_annotation_without_a_meaning_is_refused_at_once(text: str, problem: str) -> None:
    def f(x: Any, n: int) -> None: ...

    f.__annotations__["x"] = Float[Tensor, text]
    with pytest.raises(NotationError) as caught:
        checked(f)
    assert caught.value.reason == problem
    assert caught.value.__notes__ == ['in the annotation of "x" of "f"']


def test_an_annotation_that_jaxtyping_refuses_is_refused_at_once() -> None:
    def f(x: Float[Tensor, "*a *b"]) -> None: ...  # type: ignore[shape-annotation]

    with pytest.raises(ValueError, match="more than once") as caught:
        checked(f)
    assert caught.value.__notes__ == ['in the annotation of "x" of "f"']
