"""`PyTree[...]` and the arrays of jax under `checked`: decided as jaxtyping decides them."""

from __future__ import annotations

import importlib
import linecache
import sys
from collections.abc import Callable
from pathlib import Path
from types import FunctionType
from typing import Any

import jaxtyping
import pytest
from beartype import beartype
from hypothesis import given, settings
from hypothesis import strategies as st
from jaxtyping import Float, Int, jaxtyped

from checking_harness.cases import call, of, outcome
from conformable import NotationError, ShapeError, checked, install_import_hook

jax: Any = pytest.importorskip("jax", reason="trees are jax's: pip install jax")
PyTree: Any = getattr(jaxtyping, "PyTree", None)
jnp = jax.numpy
Array = jax.Array

jaxtyped_with_beartype = jaxtyped(typechecker=beartype)


def z(*shape: int) -> Any:
    return jnp.zeros(shape)


def leaf(axes: str) -> Any:
    return Float[Array, axes]


W = leaf("b n")
TWO: Any = PyTree[W]
SAME: Any = PyTree[leaf("..."), "T"]
OWN: Any = PyTree[leaf("?n"), "T"]
SIZED: Any = PyTree[leaf("{k} n+1")]

CASES: dict[str, tuple[dict[str, Any], list[Any]]] = {
    "every leaf fits": ({"t": TWO}, [{"w": z(2, 3), "v": [z(2, 3)]}]),
    "two leaves differ": ({"t": TWO}, [{"w": z(2, 3), "v": [z(2, 4)]}]),
    "a leaf of another rank": ({"t": TWO}, [[z(2, 3), (z(2),)]]),
    "a leaf of another dtype": ({"t": TWO}, [[jnp.zeros((2, 3), int)]]),
    "a leaf that is no array": ({"t": TWO}, [[z(2, 3), 3]]),
    "None is no leaf": ({"t": TWO}, [[z(2, 3), None]]),
    "None is a tree": ({"t": TWO}, [None]),
    "no leaves": ({"t": TWO, "x": leaf("n")}, [{}, z(4)]),
    "an array is a tree": ({"t": TWO}, [z(2, 3)]),
    "an array is a tree that may not fit": ({"t": TWO}, [z(2)]),
    "names are those of the call": ({"t": TWO, "x": leaf("n")}, [[z(2, 3)], z(3)]),
    "names are those of the call, before": ({"x": leaf("n"), "t": TWO}, [z(4), [z(2, 3)]]),
    "names are those of the call, after": ({"t": TWO, "x": leaf("n")}, [[z(2, 3)], z(4)]),
    "a run of sizes": ({"t": PyTree[leaf("*s n")], "x": leaf("*s")}, [[z(2, 3, 4)], z(2, 3)]),
    "a run of sizes that differs": ({"t": PyTree[leaf("*s n")], "x": leaf("*s")}, [[z(2, 3, 4)], z(2, 4)]),
    "a run of sizes that stretches": ({"t": PyTree[leaf("*#s")], "x": leaf("*s")}, [[z(1), z(3)], z(3)]),
    "the same structure": ({"t": SAME, "u": SAME}, [[z(2), z(3)], [z(4), z(5)]]),
    "another structure": ({"t": SAME, "u": SAME}, [[z(2), z(3)], (z(4), z(5))]),
    "one leaf less": ({"t": SAME, "u": SAME}, [{"a": z(2), "b": z(3)}, {"a": z(2)}]),
    "a size for each leaf": ({"t": OWN, "u": OWN}, [[z(2), z(3)], [z(2), z(3)]]),
    "a size for each leaf that differs": ({"t": OWN, "u": OWN}, [[z(2), z(3)], [z(2), z(4)]]),
    "a composed structure": (
        {"t": PyTree[int, "T"], "u": PyTree[int, "S"], "v": PyTree[int, "S T"]},
        [(1, 2), {"k": 3}, {"k": (4, 5)}],
    ),
    "a composed structure that differs": (
        {"t": PyTree[int, "T"], "u": PyTree[int, "S"], "v": PyTree[int, "S T"]},
        [(1, 2), {"k": 3}, {"k": (4, 5, 6)}],
    ),
    "the lower levels of a structure": (
        {"t": PyTree[int, "T"], "v": PyTree[int, "... T"]},
        [(1, 2), [(3, 4)]],
    ),
    "the upper levels of a structure": (
        {"t": PyTree[int, "T"], "v": PyTree[int, "T ..."]},
        [(1, 2), [(3, 4)]],
    ),
    "a structure that nothing has": ({"v": PyTree[int, "S T"]}, [(1,)]),
    "trees of trees": ({"t": PyTree[PyTree[leaf("n")]]}, [[[z(3)], z(3)]]),
    "trees of trees that differ": ({"t": PyTree[PyTree[leaf("n")]]}, [[[z(3)], z(2)]]),
    "leaves that are tuples": ({"t": PyTree[of(tuple, leaf("n"), leaf("n"))]}, [[(z(3), z(3))]]),
    "leaves that are tuples that differ": ({"t": PyTree[of(tuple, leaf("n"), leaf("n"))]}, [[(z(3), z(2))]]),
    "leaves of two kinds": ({"t": PyTree[leaf("n") | Int[Array, "n"]]}, [[z(3), jnp.zeros(3, int)]]),
    "leaves of two kinds that differ": (
        {"t": PyTree[leaf("n") | Int[Array, "n"]]},
        [[z(3), jnp.zeros(2, int)]],
    ),
    "a hole": ({"x": leaf("n"), "t": SIZED, "k": int}, [z(3), [z(5, 4)], 5]),
    "a hole that differs": ({"x": leaf("n"), "t": SIZED, "k": int}, [z(3), [z(5, 4)], 6]),
    "a tree or a tensor": ({"t": leaf("n") | TWO, "x": leaf("n")}, [[z(2, 3)], z(3)]),
    "an optional tree": ({"t": TWO | None, "x": leaf("n")}, [None, z(3)]),
    "trees in a list": ({"t": of(list, TWO)}, [[{"a": z(2, 3)}, (z(2, 3),)]]),
    "trees without arrays": ({"t": PyTree[int]}, [[1, (2, {"a": 3})]]),
    "trees without arrays that do not fit": ({"t": PyTree[int]}, [[1, (2, {"a": "3"})]]),
    "any tree": ({"t": PyTree}, [[1, (2, {"a": "3"})]]),
}


@pytest.mark.parametrize("name", CASES)
def test_a_tree_is_decided_as_jaxtyping_decides_it(name: str) -> None:
    hints, values = CASES[name]
    case = call(hints, *values)
    assert outcome(case, checked) == outcome(case, jaxtyped_with_beartype)


@pytest.mark.parametrize("result", [{"a": z(3)}, {"a": z(3), "b": [z(2)]}, [z(3)]])
def test_a_result_is_decided_as_jaxtyping_decides_it(result: Any) -> None:
    named = PyTree[leaf("n"), "T"]
    case = call({"x": leaf("n"), "t": named, "return": named}, z(3), {"a": z(3)}, result={"is": result})
    case = call({"x": leaf("n"), "t": named, "return": named}, z(3), {"a": z(3)}, result=result)
    assert outcome(case, checked) == outcome(case, jaxtyped_with_beartype)


SHAPES = st.lists(st.integers(1, 2), min_size=1, max_size=2).map(lambda sizes: z(*sizes))
LEAVES = st.one_of(SHAPES, SHAPES, SHAPES, st.none(), st.just(3))
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.tuples(inner, inner),
        st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    ),
    max_leaves=4,
)
KINDS = ["n", "n m", "?n", "*s", "*#s", "*?s", "...", "n+1"]
STRUCTURES = [None, "T", "S", "T S", "... T", "T ..."]


@st.composite
def tree_hints(draw: st.DrawFn) -> Any:
    kind = leaf(draw(st.sampled_from(KINDS)))
    if draw(st.integers(0, 4)) == 0:
        kind = kind | int
    structure = draw(st.sampled_from(STRUCTURES))
    return PyTree[kind] if structure is None else PyTree[kind, structure]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(tree_hints(), TREES), min_size=1, max_size=3), st.booleans())
def test_generated_trees_are_decided_as_jaxtyping_decides_them(
    pairs: list[tuple[Any, Any]],
    twice: bool,  # noqa: FBT001 -- Hypothesis gives it
) -> None:
    # The same tree once more: else hardly any two have one structure.
    values = [pairs[0][1] if twice else value for _, value in pairs]
    hints = {"x": leaf("n")} | {f"t{index}": hint for index, (hint, _) in enumerate(pairs)}
    case = call(hints, z(2), *values)
    ours, theirs = outcome(case, checked), outcome(case, jaxtyped_with_beartype)
    # A size of a leaf without a structure cannot mean anything; we say so when decorated, they at a leaf.
    means_nothing = any("?" in hint.__name__ and hint.structure is None for hint, _ in pairs)
    assert ours == ("no meaning: NotationError" if means_nothing else theirs)


# As text: to mypy, jax need not be there.
SOURCE = """
def train(x: Float[Array, "b n"], weights: PyTree[Float[Array, "n m"]]) -> None: ...

def update(weights: PyTree[Float[Array, "..."], "T"], gradients: PyTree[Float[Array, "..."], "T"]): ...

def update_each(weights: PyTree[Float[Array, "?n"], "T"], gradients: PyTree[Float[Array, "?n"], "T"]): ...

def sized(x: Float[Array, "n"], t: PyTree[Float[Array, "{k}"]], k: Any): ...

def fits(tree: Any, weights: PyTree[Float[Array, "n"], "T"]) -> bool:
    return isinstance(tree, PyTree[Float[Array, "n"], "T"])

def matmul(x: Float[Array, "n k"], w: Float[Array, "k m"]) -> Float[Array, "n m"]:
    return x @ w

def wrong(x: Float[Array, "n k"], trees: PyTree[Float[Array, "m"]]) -> Any:
    return x @ trees["w"]
"""


def functions() -> dict[str, Any]:
    namespace: dict[str, Any] = {"Float": Float, "Array": Array, "PyTree": PyTree, "Any": Any}
    linecache.cache["<trees>"] = (len(SOURCE), None, SOURCE.splitlines(keepends=True), "<trees>")
    exec(compile(SOURCE, "<trees>", "exec"), namespace)
    return {name: checked(value) for name, value in namespace.items() if isinstance(value, FunctionType)}


FUNCTIONS = functions()


def message(call: Callable[[], object]) -> str:
    with pytest.raises(ShapeError) as caught:
        call()
    return str(caught.value)


def test_the_message_names_the_leaf() -> None:
    step = FUNCTIONS["train"]
    assert message(lambda: step(z(5, 2), {"w": z(2, 3), "deep": [z(2, 3), z(4, 3)]})) == (
        'Argument "weights[\'deep\'][1]" to "train" has shape (4, 3); expected Float[Array, "n m"]: '
        'axis 0 is 4, not n=2 (bound by argument "x")\n'
        '    b=5 (bound by argument "x")\n'
        '    n=2 (bound by argument "x")\n'
        "    m=3 (bound by argument \"weights['deep'][0]\")"
    )


def test_the_message_names_the_structure() -> None:
    step = FUNCTIONS["update"]
    assert message(lambda: step({"w": z(2)}, [z(2)])) == (
        'Argument "gradients" to "update" has the structure [*]; '
        'expected PyTree[Float[Array, "..."], "T"], where T is {\'w\': *} (bound by argument "weights")\n'
        "    T={'w': *} (bound by argument \"weights\")"
    )


def test_the_message_names_the_size_of_a_leaf() -> None:
    step = FUNCTIONS["update_each"]
    said = message(lambda: step([z(2), z(3)], [z(2), z(4)]))
    assert 'Argument "gradients[1]" to "update_each" has shape (4,)' in said
    assert "axis 0 is 4, not (Leaf 1 in structure T) n=3" in said


def test_the_body_knows_structures_and_sizes() -> None:
    fits = FUNCTIONS["fits"]
    assert fits([z(2), z(2)], [z(2), z(2)])
    assert not fits([z(2), z(3)], [z(2), z(2)])
    assert not fits([z(2)], [z(2), z(2)])


def test_a_size_of_a_leaf_outside_a_tree_has_no_meaning() -> None:
    for hint in (leaf("?n"), PyTree[leaf("?n")], of(list, leaf("?n"))):
        with pytest.raises(NotationError, match="PyTree whose structure has a name"):
            call({"x": hint}, [])(checked)


def test_an_axis_of_a_leaf_that_means_nothing_is_said_when_decorated() -> None:
    with pytest.raises(NotationError, match="no axis of this signature"):
        call({"t": PyTree[leaf("m+1")]}, [])(checked)


def test_a_text_is_never_evaluated() -> None:
    step = FUNCTIONS["sized"]
    assert "k is a str, not a whole number" in message(lambda: step(z(2), [z(2)], "2"))


PACKAGE = """
from jaxtyping import Array, Float, PyTree

def update(weights: PyTree[Float[Array, "n"], "T"], gradients: PyTree[Float[Array, "n"], "T"]):
    new: PyTree[Float[Array, "n"], "T"] = gradients[:1]
    return new
"""


def test_the_import_hook_checks_trees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "with_trees.py").write_text(PACKAGE)
    monkeypatch.syspath_prepend(tmp_path)
    with install_import_hook("with_trees"):
        module = importlib.import_module("with_trees")
    monkeypatch.delitem(sys.modules, "with_trees")
    assert len(module.update([z(2)], [z(2)])) == 1
    assert 'Argument "gradients[0]" to "update"' in message(lambda: module.update([z(2)], [z(3)]))
    said = message(lambda: module.update([z(2), z(2)], [z(2), z(2)]))
    assert said.startswith('Value assigned to "new" in "update" has the structure [*]')


@pytest.mark.parametrize("dtype", ["float32", "bfloat16", "float16"])
def test_arrays_of_jax(dtype: str) -> None:
    matmul = FUNCTIONS["matmul"]
    x, w = jnp.zeros((2, 3), dtype), jnp.zeros((3, 4), dtype)
    assert matmul(x, w).shape == (2, 4)
    assert message(lambda: matmul(x, x)).startswith(
        'Argument "w" to "matmul" has shape (2, 3); expected Float[Array, "k m"]: axis 0 is 2, not k=3'
    )
    assert message(lambda: matmul(x, w.astype(int))).startswith('Argument "w" to "matmul" has dtype int32')


def test_arrays_that_jax_traces() -> None:
    matmul = FUNCTIONS["matmul"]
    x, w = z(2, 3), z(3, 4)
    assert jax.jit(matmul)(x, w).shape == (2, 4)
    assert jax.vmap(matmul)(z(5, 2, 3), z(5, 3, 4)).shape == (5, 2, 4)
    assert jax.grad(lambda x: matmul(x, w).sum())(x).shape == (2, 3)
    assert jax.eval_shape(matmul, x, w).shape == (2, 4)
    for transformed in (
        jax.jit(matmul),
        jax.vmap(matmul, in_axes=(None, None), axis_size=2),
    ):
        assert 'Argument "w" to "matmul"' in message(lambda: transformed(x, x))  # noqa: B023 -- called at once


def test_an_error_of_jax_gets_a_note() -> None:
    with pytest.raises(TypeError) as caught:
        FUNCTIONS["wrong"](z(2, 3), {"w": z(4)})
    note = caught.value.__notes__[-1]
    assert note.startswith('in "wrong", at x @ trees["w"], called with')
    assert "x: (n=2, k=3)" in note
    assert "trees['w']: (m=4)" in note
