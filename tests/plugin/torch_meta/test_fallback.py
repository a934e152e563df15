"""Asking torch as one asks a rule: abstract arguments, kept answers, findings with a witness."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from conformable.core.facts import Facts
from conformable.core.ops.arguments import UNKNOWN, Argument, Repeated, Spliced
from conformable.core.proof import CannotTellError, Mismatch, Proof
from conformable.core.shapes import Shape, Variadic
from conformable.core.sizes import Size, Symbol
from conformable_mypy.torch_meta.answers import Answers
from conformable_mypy.torch_meta.fallback import MOST_QUESTIONS, Fallback
from conformable_mypy.torch_meta.kernels.verdicts import answer
from conformable_mypy.torch_meta.process import TorchProcess
from conformable_mypy.torch_meta.questions import Question

N, M, K = (Size.of(Symbol(name)) for name in "nmk")


@dataclass(slots=True)
class Here(TorchProcess):
    """Answers in this process, and counts."""

    asked: list[dict[str, Any]] = field(default_factory=list)

    def ask(self, question: dict[str, Any]) -> dict[str, Any] | None:
        self.asked.append(question)
        return dict(answer(question))


def fallback(folder: Path) -> tuple[Fallback, Here]:
    here = Here()
    return Fallback(str(folder), here), here


def applied(source: Fallback, name: str, *arguments: Argument, facts: Facts | None = None) -> object:
    return source.apply(name, Proof(facts or Facts(), "here", name), arguments, {}, set())


def test_our_own_sizes_come_back(tmp_path: Path) -> None:
    source, _ = fallback(tmp_path)
    assert applied(source, "torch.block_diag", Shape.of(N, M), Shape.of(K, 3)) == Shape.of(N + K, M + 3)
    assert applied(source, "torch.topk", Shape.of(N, M * 2), Size.of(1)) == (Shape.of(N, 1), Shape.of(N, 1))


def test_calls_that_differ_in_names_alone_are_one_question(tmp_path: Path) -> None:
    source, here = fallback(tmp_path)
    assert applied(source, "torch.tensordot", Shape.of(N, M), Shape.of(M, K), Size.of(1)) == Shape.of(N, K)
    assert applied(source, "torch.tensordot", Shape.of(M, K), Shape.of(K, N), Size.of(1)) == Shape.of(M, N)
    assert len(here.asked) == 1


def test_equal_sizes_are_equal_by_the_facts(tmp_path: Path) -> None:
    source, _ = fallback(tmp_path)
    with pytest.raises(CannotTellError):
        applied(source, "torch.mm", Shape.of(N, M), Shape.of(K, N))
    equal = Facts().equate(M, K)
    assert applied(source, "torch.mm", Shape.of(N, M), Shape.of(K, N), facts=equal) == Shape.of(N, N)


def test_a_refusal_has_a_witness_and_the_words_of_torch(tmp_path: Path) -> None:
    source, _ = fallback(tmp_path)
    with pytest.raises(Mismatch) as refused:
        applied(source, "torch.mm", Shape.of(N, 3), Shape.of(4, M))
    assert refused.value.message == (
        "torch.mm: PyTorch says: mat1 and mat2 shapes cannot be multiplied (2x3 and 4x3)"
    )
    assert str(refused.value.witness) == "n=2, m=3"


def test_what_is_refused_for_one_value_of_a_size_not_known_yet_is_no_finding(tmp_path: Path) -> None:
    source, _ = fallback(tmp_path)
    count = Size.of(Symbol("count", rigid=False))
    with pytest.raises(CannotTellError):
        applied(source, "torch.mm", Shape.of(count, 3), Shape.of(4, M))


@pytest.mark.parametrize(
    "arguments",
    [
        (UNKNOWN,),
        (Shape((Variadic("batch"), N)),),
        (Shape.of(*range(1, 12)),),
        (Shape.of(1 << 40),),
        ("x" * 1000,),
        (Spliced((Shape.of(N), Repeated(Shape.of(N), M))),),
        tuple(Shape.of(Size.of(Symbol(f"s{index}"))) for index in range(20)),
    ],
    ids=str,
)
def test_what_is_not_known_or_too_large_is_not_asked(arguments: tuple[Argument, ...], tmp_path: Path) -> None:
    source, here = fallback(tmp_path)
    with pytest.raises(CannotTellError):
        applied(source, "torch.block_diag", *arguments)
    assert here.asked == []


@pytest.mark.parametrize(
    "name", ["torch.save", "torch.Tensor.backward", "torch.distributed.barrier", "mine.op"]
)
def test_what_gives_no_tensor_is_not_asked(name: str, tmp_path: Path) -> None:
    source, here = fallback(tmp_path)
    with pytest.raises(CannotTellError):
        applied(source, name, Shape.of(N))
    assert here.asked == []


def test_a_body_can_ask_only_so_much(tmp_path: Path) -> None:
    source, here = fallback(tmp_path)
    proof, asked = Proof(), {str(index) for index in range(MOST_QUESTIONS)}
    with pytest.raises(CannotTellError):
        source.apply("torch.block_diag", proof, (Shape.of(N),), {}, asked)
    assert here.asked == []


def test_an_answer_in_the_cache_is_never_computed_again(tmp_path: Path) -> None:
    first, _ = fallback(tmp_path)
    result = applied(first, "torch.block_diag", Shape.of(N, M))
    second, here = fallback(tmp_path)
    assert applied(second, "torch.block_diag", Shape.of(N, M)) == result
    assert here.asked == []


def test_unknown_is_an_answer_too(tmp_path: Path) -> None:
    counts = []
    for _ in range(2):
        source, here = fallback(tmp_path)
        with pytest.raises(CannotTellError):
            applied(source, "torch.nonzero", Shape.of(N, M))
        counts.append(len(here.asked))
    assert counts == [1, 0]


def test_another_version_of_torch_is_asked_anew(tmp_path: Path) -> None:
    question = Question.of("torch.block_diag", (Shape.of(N),), {}, Facts()).asked
    Answers(str(tmp_path), "2.13.0").put(question, {"result": None})
    assert Answers(str(tmp_path), "2.13.0").get(question) == {"result": None}
    assert Answers(str(tmp_path), "2.14.0").get(question) is None


def test_a_broken_cache_is_as_good_as_none(tmp_path: Path) -> None:
    question = Question.of("torch.block_diag", (Shape.of(N),), {}, Facts()).asked
    Answers(str(tmp_path), "1").put(question, {"result": None})
    for path in tmp_path.rglob("*.json"):
        path.write_text("{", encoding="utf-8")
    assert Answers(str(tmp_path), "1").get(question) is None


def test_without_a_cache_folder_the_answers_last_as_long_as_the_run() -> None:
    question = Question.of("torch.block_diag", (Shape.of(N),), {}, Facts()).asked
    answers = Answers("/dev/null", "1")
    answers.put(question, {"result": None})
    assert answers.get(question) == {"result": None}


def test_the_other_process_answers_and_survives_a_question_that_it_cannot_read() -> None:
    process = TorchProcess()
    question = Question.of("torch.block_diag", (Shape.of(N, M), Shape.of(K, 3)), {}, Facts()).asked
    assert process.ask({"no": "question"}) == {}
    assert process.ask(question) == answer(question)
    process.stop()


@pytest.mark.long
def test_a_kernel_that_ends_the_process_has_answered() -> None:
    process = TorchProcess()
    # It reaches for the elements of a tensor that has none.
    deadly = {
        "operation": "torch.Tensor.apply_",
        "positional": [{"tensor": [3]}, {"tensor": [3]}],
        "keywords": {},
    }
    question = Question.of("torch.block_diag", (Shape.of(N, M), Shape.of(K, 3)), {}, Facts()).asked
    assert process.ask({**deadly, "least": []}) == {}
    assert process.ask(question) == answer(question)
    process.stop()
