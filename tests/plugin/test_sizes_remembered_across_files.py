"""What functions of other modules make of sizes remembers them: behind a condition on it, all is silent."""

from __future__ import annotations

from collections.abc import Callable

from plugin_harness.project import CONFORMABLE, Project

#: The classes are known by their full names: torch itself would take half a minute.
TORCH = """
    class Tensor:
        shape: tuple[int, ...]
        def __matmul__(self, other: "Tensor") -> "Tensor": ...
"""

CHECKS = """
    class Result:
        def __init__(self, ok: bool) -> None:
            self.ok = ok

        def is_ok(self) -> bool:
            return self.ok

    def distinct(a: int, b: int) -> int:
        return len({a, b})

    def same(a: int, b: int) -> bool:
        return hash(a) == hash(b)

    def compare(a: tuple[int, ...], b: tuple[int, ...]) -> Result:
        return Result(str(a[-1]) == str(b[0]))

    def described(a: tuple[int, ...], b: tuple[int, ...]) -> dict[str, bool]:
        return {"same": a[-1] == b[0]}

    def both(a: int, b: int) -> tuple[bool, int]:
        return a == b, a - b

    class Config:
        def __init__(self, dim: int, width: int) -> None:
            self.dim = dim
            self.width = width

        def check(self) -> None:
            assert self.dim == self.width

    def check_config(config: Config) -> None:
        assert config.dim == config.width

    def agree(a: int, b: int) -> None:
        if a != b:
            raise ValueError(a)

    def require(ok: bool) -> None:
        assert ok

    def refuse() -> None:
        raise ValueError

    def problem(x: object, y: object) -> str | None:
        return None if getattr(x, "shape")[-1] == getattr(y, "shape")[0] else "inner sizes"
"""

CONDITIONS = {
    "checks.distinct(x.shape[1], y.shape[0])": "found > 1",
    "checks.same(x.shape[1], y.shape[0])": "not found",
    "checks.compare(x.shape, y.shape)": "not found.ok",
    "checks.compare(x.shape, y.shape) ": "not found.is_ok()",
    "checks.described(x.shape, y.shape)": "not found['same']",
    "checks.both(x.shape[1], y.shape[0])": "not found[0]",
    "checks.both(x.shape[1], y.shape[0]) ": "found[1] != 0",
    "checks.problem(x, y)": "found is not None",
}

CHECKING = (
    "checks.agree(x.shape[1], y.shape[0])",
    "checks.require(x.shape[1] == y.shape[0])",
    "if x.shape[1] != y.shape[0]: checks.refuse()",
)

CHECKED = """
    def g{index}(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
        {statement}
        return x @ y
"""

HEAD = """
    import checks
    from jaxtyping import Float
    from torch import Tensor
"""

FUNCTION = """
    def f{index}(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
        found = {call}
        if {condition}:
            raise ValueError(found)
        return x @ y
"""

UNRELATED = """
    def unrelated(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
        found = checks.same(x.shape[0], y.shape[1])
        if not found:
            raise ValueError(found)
        return x @ y
"""


def test_nothing_is_reported_behind_a_condition_on_what_is_made_of_sizes(
    new_project: Callable[..., Project],
) -> None:
    functions = (
        FUNCTION.format(index=index, call=call.strip(), condition=condition)
        for index, (call, condition) in enumerate(CONDITIONS.items())
    )
    project = new_project(CONFORMABLE)
    checked = (CHECKED.format(index=index, statement=each) for index, each in enumerate(CHECKING))
    main = "".join((HEAD, *functions, *checked))
    project.write(torch=TORCH, checks=CHECKS, main=main, other=HEAD + UNRELATED)
    lines = project.run(".").stdout.splitlines()
    assert [line for line in lines if line.startswith("main.py")] == []
    assert [line for line in lines if "[shape-matmul]" in line and line.startswith("other.py")] != []
