"""Rules and shape stubs of a project: read as syntax, applied to calls, wrong ones named at the start."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conformable_mypy.config import Configuration, Options
from conformable_mypy.user_rules.loading import Loaded, load
from plugin_harness.project import CONFORMABLE, Project

RULES = """
    \"\"\"The shapes of mylib.\"\"\"
    import conformable
    from conformable import rule

    conformable.rule("mylib.mix", "b n, n m -> b m")
    rule("mylib.deep.twice", "*b n -> *b 2*n")
"""

STUB = """
    from jaxtyping import Float as F, Int
    from torch import Tensor

    Tokens = Int[Tensor, "b p"]

    def embed(tokens: Tokens, width: int, *, scale: float = 1.0) -> F[Tensor, "b p {width}"]: ...
    def split(x: F[Tensor, "*b n"], mask: F[Tensor, "*b"] | None = None) -> tuple[F[Tensor, "*b"], int]: ...
    def either(x: F[Tensor, "a"] | F[Tensor, "a b"]) -> F[Tensor, "a"]: ...
"""

#: A library of which mypy knows nothing, and one of the project's own without annotations.
MODULE = """
    import mylib
    import mylib.deep as deep
    from mylib import mix as stir
    from mylib.words import embed, split
    from jaxtyping import Float, Int
    from torch import Tensor

    def f(x: Float[Tensor, "b n"], w: Float[Tensor, "n m"], t: Int[Tensor, "b p"]) -> None:
        reveal_type(mylib.mix(x, w))
        reveal_type(deep.twice(x))
        reveal_type(embed(t, 512, scale=2.0))
        a, b = split(x)
        reveal_type(a)
        reveal_type(b)
        stir(w, x)
        split(x, mask=x)
        embed(x, t, t)

    def g(mylib, x: Float[Tensor, "b n"]) -> None:
        mylib.mix(x, x, x, x)
        mix = mylib.mix
        mix(x, x)
"""

TORCH = "class Tensor: ...\n"


@pytest.fixture
def project(new_project: Callable[..., Project]) -> Project:
    project = new_project(CONFORMABLE)
    project.write(module=MODULE)
    for folder, name, text in (
        ("rules", "shapes.py", RULES),
        ("stubs/mylib", "words.pyi", STUB),
        ("light/torch", "__init__.pyi", TORCH),
    ):
        (project.folder / folder).mkdir(parents=True)
        Project(project.folder / folder, "").write(text=text)
        (project.folder / folder / "text.py").rename(project.folder / folder / name)
    configure(project)
    return project


def configure(project: Project, *options: str) -> None:
    lines = options or ("rules = rules/shapes.py", "shape-stubs = stubs")
    project.configure(
        "mypy_path = light", "ignore_missing_imports = True", "[mypy.plugins.conformable]", *lines
    )


def test_calls_have_the_shapes_that_rules_and_stubs_say(project: Project) -> None:
    lines = project.run("--no-error-summary", "module.py").stdout.splitlines()
    said = [line.removeprefix("module.py:") for line in lines if "Revealed shape" in line or "error" in line]
    assert said == [
        "9: note: Revealed shape is \"Shaped[Tensor, 'b m']\"",
        "10: note: Revealed shape is \"Shaped[Tensor, 'b 2*n']\"",
        "11: note: Revealed shape is \"Shaped[Tensor, 'b p 512']\"",
        "13: note: Revealed shape is \"Shaped[Tensor, 'b']\"",
        "15: error: mix: inner sizes differ: m (axis -1 of w) and b (axis -2 of x)  [shape-matmul]",
        '16: error: x has shape "b n"; expected "*b": "*b" is (b n), not (b) (bound by x)  [shape-mismatch]',
    ]


def test_without_the_options_nothing_is_known(project: Project) -> None:
    configure(project, "strict-names = False")
    assert not [
        line
        for line in project.run("module.py").stdout.splitlines()
        if "[shape" in line or "Revealed shape" in line
    ]


def test_a_changed_rule_is_seen_with_a_warm_cache(project: Project) -> None:
    project.run("module.py")
    assert "b m" in project.run("module.py").stdout
    path = project.folder / "rules" / "shapes.py"
    path.write_text('rule("mylib.mix", "b n, n m -> m b")\n', encoding="utf-8")
    assert "Revealed shape is \"Shaped[Tensor, 'm b']\"" in project.run("module.py").stdout


def test_rules_count_for_functions_of_the_project_too(project: Project) -> None:
    project.write(
        ours="def mix(x, w):\n    return x @ w\n",
        module="""
            from jaxtyping import Float
            from ours import mix
            from torch import Tensor

            def f(x: Float[Tensor, "b n"], w: Float[Tensor, "n m"]) -> None:
                reveal_type(mix(x, w))
        """,
    )
    (project.folder / "rules" / "shapes.py").write_text(
        'rule("ours.mix", "b n, n m -> b m")', encoding="utf-8"
    )
    assert "Revealed shape is \"Shaped[Tensor, 'b m']\"" in project.run("module.py").stdout


def loaded(folder: Path, name: str, text: str) -> Loaded:
    (folder / name).write_text(text, encoding="utf-8")
    options = (
        Options(shape_stubs=frozenset({"."})) if name.endswith("i") else Options(rules=frozenset({name}))
    )
    return load(Configuration(options, folder=folder))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "rule('a.b', 'n k, k m')",
            '1: rule of "a.b": "n k, k m" needs one "->" between the operands and the results',
        ),
        ("\nrule('a.b', 'n k -> n, k#')", '2: rule of "a.b": "k#": a broadcastable axis'),
        (
            "import os\nos.remove('x')",
            '2: only conformable.rule("name", "operands -> results") may stand here',
        ),
        ("rule(NAME, 'n -> n')", '1: only conformable.rule("name", "operands -> results") may stand here'),
        ("rule('a.b', 'n -> n')\nrule('a.b', 'n -> n')", '2: "a.b" has a rule already'),
        ("rule('a.b'", "1: not read: '(' was never closed"),
    ],
)
def test_a_malformed_rule_is_named_in_one_line(
    text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    loaded(tmp_path, "rules.py", text)
    found = capsys.readouterr().err
    assert found.startswith(f"rules.py:{said}")
    assert found.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def f(x: Float[Tensor, 'a, b']): ...", '1: rule of "lib.f": axis "a," of "a, b": '),
        ("def f(x: int) -> int: ...", '1: shape stub of "lib.f": no annotation in it has a shape'),
        ("def f(*x: Float[Tensor, 'a']): ...", '1: shape stub of "lib.f": a parameter "*args" is not read'),
        ("class C: ...", '1: shape stub of "lib.C": only functions are read'),
        ("def f(x: Float[Tensor, 'a']) -> 'Float[': ...", ""),
    ],
)
def test_a_malformed_stub_is_named_in_one_line(
    text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    loaded(tmp_path, "lib.pyi", text)
    found = capsys.readouterr().err
    assert found.startswith(f"lib.pyi:{said}" if said else "")
    assert found.count("\n") == bool(said)


def test_files_that_are_not_there_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load(Configuration(Options(rules=frozenset({"no.py"}), shape_stubs=frozenset({"no"})), folder=tmp_path))
    first, second = capsys.readouterr().err.splitlines()
    assert first == "no.py:1: not read: No such file or directory"
    assert second == "no:1: not read: no such folder"


def test_nothing_in_the_files_is_run(tmp_path: Path) -> None:
    text = "import conformable\nprint('run')\nraise SystemExit\nconformable.rule('a.b', 'n -> n')\n"
    assert list(loaded(tmp_path, "rules.py", text).rules) == ["a.b"]


def test_without_the_options_no_file_is_read(tmp_path: Path) -> None:
    assert load(Configuration(folder=tmp_path)) == Loaded()
