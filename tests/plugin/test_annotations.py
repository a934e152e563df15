"""What annotations carry, and what is said about those that cannot be read."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable

import pytest

from plugin_harness.project import Project

ARRAYS = """
    class Tensor:
        def __add__(self, other: "Tensor") -> "Tensor": ...
    class Array: ...
    class Parameter(Tensor): ...
"""

HEADER = """
    from __future__ import annotations
    from typing import Annotated, Any, NamedTuple, Optional, TypeVar, TypedDict, Union
    import jaxtyping
    import jaxtyping as jt
    from jaxtyping import Float, Float32 as F, Int, Shaped
    from arrays import Array, Parameter, Tensor
    from renamed import *
    from renamed import Half as H, Tokens, Pair
    import renamed
    T = TypeVar("T")
    Local = Shaped[F[Tensor, "d"], "c"]
"""

RENAMED = """
    from __future__ import annotations
    from typing import Optional, TypeAlias
    from jaxtyping import Float16 as Half, Int as I
    from arrays import Tensor
    Tokens = I[Tensor, "b p"]
    Ids = Tokens
    Pair: TypeAlias = "tuple[I[Tensor, 'a'], Half[Tensor, 'b'] | None]"
    Nested = dict[str, tuple[I[Tensor, "a"], Tensor, Optional[Half[Tensor, "b"]]]] | None
    Unclear = tuple[I[Tensor, "a"], "Tensor"]
"""

#: Annotation of a parameter -> what it carries.
CARRYING = {
    'Float[Tensor, "b n"]': 'Float "b n"',
    'F[Tensor, "b n"]': 'Float32 "b n"',
    'jaxtyping.Int[Tensor, "n"]': 'Int "n"',
    'jt.Int[Tensor, "n"]': 'Int "n"',
    'H[Tensor, "n"]': 'Float16 "n"',
    'I[Tensor, "n"]': 'Int "n"',
    'Float["Tensor", "b n"]': 'Float "b n"',
    "\"Float[Tensor, 'b n']\"": 'Float "b n"',
    'Float[Parameter, "#b *n"]': 'Float "#b *n"',
    'Float[Tensor | Array, "..."]': 'Float "..."; Float "..."',
    'Union[Float[Tensor, "a"], Float[Array, "b"]]': 'Float "a"; Float "b"',
    'Float[Tensor, "a"] | None': 'Float "a"',
    'Optional[Float[Tensor, "a"]]': 'Float "a"',
    'tuple[Float[Tensor, "a"], int, Float[Tensor, "b"]]': 'Float "a"; Float "b"',
    'dict[str, list[Float[Tensor, "a"]]]': 'Float "a"',
    'Shaped[Float[Tensor, "a"], "b"]': 'Float "b a"',
    'Float[Int[Tensor, "a"], "b"]': 'None "b a"',
    'Shaped[Float[Tensor | Array, "a"], "b"]': 'Float "b a"; Float "b a"',
    "Tokens": 'Int "b p"',
    "renamed.Tokens": 'Int "b p"',
    "Ids": 'Int "b p"',
    "Pair": 'Int "a"; Float16 "b"',
    "renamed.Nested": 'Int "a"; Float16 "b"',
    "renamed.Unclear": "",
    "Local": 'Float32 "c d"',
    "Tokens | None": 'Int "b p"',
    'Float[Tensor, ""]': 'Float ""',
    'Float[Tensor, "3"]': 'Float "3"',
    'Float[Tensor, "n"]': 'Float "n"',
    'Float[Tensor, "n|m"]': 'Float "n|m"',
    'Float[Tensor, "{self.x} n-1 2*n #n n=3 ?t"]': 'Float "{self.x} n-1 2*n #n n=3 ?t"',
    'Float[Tensor, "50%3 <subclass a.b"]': 'Float "50%3 <subclass a.b"',
    # Nothing to carry, or nothing that could.
    "Tensor": "",
    'Annotated[Tensor, "b n"]': "",
    'Float[Any, "b n"]': "",
    'Float[T, "b n"]': "",
    'Float[float, ""]': "",
    'Float[Tensor, "a", "b"]': "",
    "Float[Tensor, 3]": "",
}


@pytest.fixture(scope="module")
def carried(new_project: Callable[..., Project]) -> dict[str, str]:
    """Annotation -> what its parameter carries."""
    project = new_project()
    head = textwrap.dedent(HEADER)
    project.write(arrays=ARRAYS, renamed=RENAMED)
    project.write(
        module=head + "".join(f"def f(x: {annotation}) -> None: print(x)\n" for annotation in CARRYING)
    )
    found = dict.fromkeys(CARRYING, "")
    first = len(head.lstrip("\n").splitlines()) + 1
    for message in project.check("--allow-redefinition"):
        told = re.fullmatch(r"module\.py:(\d+): note: x carries (.*)", message)
        if told is not None:
            found[list(CARRYING)[int(told[1]) - first]] = told[2]
    return found


@pytest.mark.parametrize("annotation", CARRYING)
def test_a_parameter_carries_its_annotation(annotation: str, carried: dict[str, str]) -> None:
    assert carried[annotation] == CARRYING[annotation]


SCOPES = """
    from __future__ import annotations
    from jaxtyping import Float
    from arrays import Tensor
    from renamed import Ids, Tokens

    def function(x: Float[Tensor, "n"], y: Tokens, z: Ids) -> None:
        local: Float[Tensor, "m"] = x

        def inner(in_inner: Float[Tensor, "n"]) -> None:
            class InFunction:
                def method_in_function(self, deep: Float[Tensor, "n"]) -> None:
                    print(deep)
            print(in_inner)

        print(inner)

    class Class:
        field: Float[Tensor, "n"]

        def method(self, in_method: Float[Tensor, "n"]) -> None:
            print(in_method)

        class Nested:
            def nested_method(self, in_nested: Float[Tensor, "n"]) -> None:
                print(in_nested)

    in_module: Float[Tensor, "n"] = Tensor()
"""


@pytest.fixture(scope="module")
def scopes(new_project: Callable[..., Project]) -> dict[str, str]:
    """Name -> the scope whose names its annotation uses."""
    project = new_project()
    project.write(arrays=ARRAYS, renamed=RENAMED, module=SCOPES)
    told = (re.search(r'note: (\w+) has names of "(.*)"', message) for message in project.check())
    return {found[1]: found[2] for found in told if found is not None}


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("x", "module.function"),
        ("local", "module.function"),
        ("in_inner", "module.function.inner"),
        ("in_method", "module.Class.method"),
        ("in_nested", "module.Class.Nested.nested_method"),
        ("in_module", "module"),
        # An alias uses the names of the place where it is used; a second alias does not know the place.
        ("y", "module.function"),
        ("z", ""),
    ],
)
def test_an_annotation_knows_its_scope(name: str, scope: str, scopes: dict[str, str]) -> None:
    assert scopes[name] == scope


UNREADABLE = '''
    from jaxtyping import Float, Shaped
    from arrays import Tensor
    def f(x: Float[Tensor, "b, n"]) -> None: ...
    def g(x: Float[Tensor, "b n"], y: Float[Tensor, "*a *b"]) -> Float[Tensor, "n#"]: ...
    def h(x: Float[Tensor, "a head/neuron"]) -> None: ...
    def i(x: "Float[Tensor, 'a, b']") -> None: ...
    Alias = Float[Tensor, "b, n"]
    def j(x: Alias) -> Alias: ...
    def k(x): y: Float[Tensor, "b, n"] = x
    def ignored(x: Float[Tensor, "a,"]) -> None: ...  # type: ignore[shape-annotation]
    class C:
        later: Float["Later", "b, n"]
        alias: "Float[Later, 'n']"
    class Later: ...
    def m(x: Float[Tensor, """
        b, n
    """]) -> None: ...
'''


#: Line, text of the line that the message points at ("" for anywhere), message.
SAID = [
    (
        3,
        "b, n",
        'error: axis "b," of "b, n": axes are separated by spaces, not by commas  [shape-annotation]',
    ),
    (
        4,
        "*b",
        'error: axis "*b" of "*a *b": only one "*name" or "..." can stand in a shape',
    ),
    (4, "n#", 'error: "n#": a broadcastable axis is written with "#" in front'),
    (5, "head/neuron", 'note: axis "head/neuron" of "a head/neuron": sizes are whole numbers'),
    (6, "", 'error: axis "a," of "a, b": axes are separated by spaces'),
    (7, "b, n", 'error: axis "b," of "b, n": axes are separated by spaces'),
    (12, "b, n", 'error: axis "b," of "b, n": axes are separated by spaces'),
    (15, '"""', 'error: axis "b," of '),
]


@pytest.mark.parametrize("parser", ["--native-parser", "--no-native-parser"])
def test_what_is_wrong_is_said_at_the_token(parser: str, new_project: Callable[..., Project]) -> None:
    project = new_project()
    project.write(arrays=ARRAYS, module=UNREADABLE)
    lines = textwrap.dedent(UNREADABLE).lstrip("\n").splitlines()
    said = [message for message in project.check(parser, "--show-column-numbers") if "axi" in message]
    assert len(said) == len(SAID), said
    for message, (line, pointed_at, text) in zip(said, SAID, strict=True):
        found = re.match(r"module\.py:(\d+):(\d+): (.*)", message)
        assert found is not None
        assert found[1] == str(line)
        assert found[3].startswith(text)
        assert lines[line - 1][int(found[2]) - 1 :].startswith(pointed_at)


def test_reports_about_annotations_can_be_turned_off(new_project: Callable[..., Project]) -> None:
    project = new_project()
    project.write(arrays=ARRAYS, module=UNREADABLE)
    project.configure("[mypy.plugins.conformable]", "disable = shape-annotation")
    assert [message for message in project.check() if "axis" in message] == []
