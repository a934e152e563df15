"""Small mistakes put into the examples: those that make them fail are reported, with few exceptions."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformable.commands.mutating.judging import trials
from conformable.commands.mutating.mutations import KINDS, mutants_of
from conformable.commands.observations.mypy_run import MypyOptions
from golden_harness.expectations import GOLDEN

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
FILES = sorted(path for path in EXAMPLES.glob("*.py") if path.stem != "planted_bug")


@pytest.fixture(scope="module")
def options(request: pytest.FixtureRequest) -> MypyOptions:
    """The configuration and the cache of the golden files."""
    return MypyOptions(str(GOLDEN / "mypy.ini"), str(request.config.getoption("--golden-cache")))


def test_mutants_are_programs_and_every_kind_of_mistake_is_made() -> None:
    made = [mutant for path in FILES for mutant in mutants_of(path.read_text(encoding="utf-8"))]
    for mutant in made:
        compile(mutant.source, "mutant", "exec")
    assert {mutant.kind for mutant in made} == set(KINDS)


def test_a_mutant_keeps_the_lines_of_the_original() -> None:
    source = "y = torch.cat(\n    [x, z],\n    dim=1,\n)\nw = y.transpose(\n    0, 1\n)\n"
    for mutant in mutants_of(source):
        assert len(mutant.source.splitlines()) == len(source.splitlines())


def test_a_function_of_a_library_is_not_taken_for_a_method() -> None:
    source = "y = torch.flatten(x, 1)\nz = einops.repeat(x, 'a -> a b', b=2)\nw = torch.transpose(x, 0, 1)\n"
    assert not [mutant for mutant in mutants_of(source) if mutant.after in {"torch", "einops"}]
    assert not [mutant for mutant in mutants_of(source) if mutant.kind == "another view"]


def test_mistakes_in_some_examples_are_reported(options: MypyOptions) -> None:
    for trial in trials([EXAMPLES / "numpy_two_layer.py", EXAMPLES / "mlp.py"], options, limit=8):
        assert not trial.outcome.failed
        assert trial.reports == ()
        assert [judged.mutant for judged in trial.judged if judged.missed] == []


def test_a_program_that_fails_as_it_is_gets_no_mistakes(options: MypyOptions, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text("import not_there\n\nz = not_there.x @ not_there.w\n", encoding="utf-8")
    (trial,) = trials([program], options)
    assert trial.outcome.error == "ModuleNotFoundError: No module named 'not_there'"
    assert trial.judged == ()


@pytest.mark.long
def test_nearly_all_mistakes_in_the_examples_are_reported(options: MypyOptions) -> None:
    tried = trials(FILES, options)
    broken = [judged for trial in tried for judged in trial.judged if judged.broken]
    assert len(broken) >= 200
    # docs/measurements.md says what is missed, and why.
    assert sum(judged.caught for judged in broken) >= 0.95 * len(broken)
    assert [trial.path for trial in tried if trial.reports or trial.outcome.failed] == []
