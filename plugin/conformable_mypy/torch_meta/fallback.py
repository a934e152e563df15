"""Ask PyTorch for the shape of a result, as one asks a shape rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from conformable.core import messages
from conformable.core.proof import CannotTellError, Mismatch
from conformable.core.witness import satisfying, valuations, witness_of
from conformable_mypy.torch_meta.answers import Answers
from conformable_mypy.torch_meta.process import TorchProcess
from conformable_mypy.torch_meta.questions import Question

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformable.core.ops.arguments import Argument, Result
    from conformable.core.proof import Proof
    from conformable.core.witness import Witness

#: Where the operations stand that can be asked about.
PLACES: Final = frozenset(
    {"torch", "torch.Tensor", "torch.nn.functional", "torch.linalg", "torch.special", "torch.fft"}
)

#: What gives no tensor, or nothing that could be computed without elements: not worth a question.
PASSED_OVER: Final = frozenset(
    {
        "allclose",
        "apply_",
        "map_",
        "map2_",
        "backward",
        "compile",
        "data_ptr",
        "dim",
        "element_size",
        "equal",
        "from_file",
        "get_default_dtype",
        "get_device",
        "get_num_threads",
        "get_rng_state",
        "index",
        "initial_seed",
        "is_complex",
        "is_conj",
        "is_contiguous",
        "is_floating_point",
        "is_grad_enabled",
        "is_inference",
        "is_neg",
        "is_nonzero",
        "is_pinned",
        "is_same_size",
        "is_shared",
        "is_signed",
        "is_storage",
        "is_tensor",
        "item",
        "load",
        "manual_seed",
        "ndimension",
        "numel",
        "numpy",
        "record_stream",
        "register_hook",
        "register_post_accumulate_grad_hook",
        "result_type",
        "retain_grad",
        "save",
        "seed",
        "set_default_dtype",
        "set_grad_enabled",
        "set_num_threads",
        "set_printoptions",
        "set_rng_state",
        "share_memory_",
        "size",
        "storage",
        "storage_offset",
        "storage_type",
        "stride",
        "tolist",
        "type",
        "typename",
        "untyped_storage",
    }
)

#: So many different questions are asked about one body.
MOST_QUESTIONS: Final = 100


@dataclass(slots=True)
class Fallback:
    """The source of shapes behind the rules.

    Attributes:
        cache_dir: mypy's cache folder, where the answers are kept.
    """

    cache_dir: str
    _process: TorchProcess = field(default_factory=TorchProcess)
    _answers: Answers | None = None

    def apply(
        self,
        name: str,
        proof: Proof,
        positional: tuple[Argument, ...],
        keywords: Mapping[str, Argument],
        asked: set[str],
    ) -> Result:
        """Give what an operation gives; nothing is learned from it.

        Args:
            name: The public name of the operation.
            proof: What is known about sizes.
            positional: Its positional arguments.
            keywords: Its keywords.
            asked: The questions that were asked about this body; this one is added.

        Raises:
            Mismatch: if PyTorch certainly refuses the arguments.
            CannotTellError: if it cannot be told.
        """
        place, _, last = name.rpartition(".")
        if place not in PLACES or last.startswith("__") or last in PASSED_OVER:
            raise CannotTellError
        question = Question.of(name, positional, keywords, proof.facts)
        asked.add(str(question.asked))
        if len(asked) > MOST_QUESTIONS:
            raise CannotTellError
        match self._answer(question.asked):
            case {"result": result}:
                return question.answered(result)
            case {"refused": text}:
                raise self._refusal(question, proof, text)
            case _:
                raise CannotTellError

    def _refusal(self, question: Question, proof: Proof, text: str) -> Mismatch:
        """Make the finding about a refused call; sizes that callers choose need a witness.

        Raises:
            CannotTellError: if there is none for which PyTorch refuses the call as well.
        """
        witness: Witness | None = None
        if question.symbols:
            facts, sizes = question.facts, tuple(question.symbols)
            if (
                facts.impossible
                or facts.links
                or not all(facts.is_rigid(symbol) for size in sizes for symbol in size.symbols())
            ):
                raise CannotTellError
            values = next(valuations(sizes, facts), None)
            complete = None if values is None else satisfying(values, facts)
            if complete is None:
                raise CannotTellError
            text = self._answer(question.about(complete)).get("refused", "")
            witness = witness_of(complete, sizes, facts)
        if not text:
            raise CannotTellError
        return Mismatch("shape-op", messages.torch_says(proof.operation, text), witness)

    def _answer(self, question: dict[str, Any]) -> dict[str, Any]:
        """Look an answer up, or ask for it and keep it."""
        if self._answers is None:
            version = torch_version()
            if version is None:
                raise CannotTellError
            self._answers = Answers(self.cache_dir, version)
        known = self._answers.get(question)
        if known is None:
            known = self._process.ask(question)
            if known is None:
                raise CannotTellError
            self._answers.put(question, known)
        return known


@cache
def torch_version() -> str | None:
    """Return the version of the torch that mypy's interpreter could import; it is not imported."""
    # It takes longer to import than most runs of mypy that ask nothing may take.
    from importlib import metadata

    try:
        return metadata.version("torch")
    except metadata.PackageNotFoundError:
        return None
