"""What rows cannot say: sizes that may be -1, runs of axes, unknown lengths, unknown arguments."""

from __future__ import annotations

import pytest

from conformable.core.ops import REGISTRY, UNKNOWN
from conformable.core.ops.arguments import Argument, Repeated, Result
from conformable.core.proof import CannotTellError, Mismatch, Proof
from conformable.core.shapes import Shape, Variadic
from conformable.core.sizes import ONE, Size, Symbol

B, T, D, H = (Size.of(Symbol(name)) for name in "btdh")
BATCH = Variadic("batch")
INFERRED = Size.of(-1)


def integer(name: str) -> Size:
    """An integer of the program of which nothing is known, not even that it is not -1."""
    return Size.of(Symbol(name, rigid=False, least=None))


def call(name: str, *arguments: Argument, proof: Proof | None = None, **keywords: Argument) -> Result:
    rule = REGISTRY.find(name)
    assert rule is not None
    return rule.apply(proof or Proof(operation=name.rpartition(".")[2]), arguments, keywords)


class TestSizesThatMayBeNegative:
    def test_one_is_inferred_and_nothing_is_learned_about_it(self) -> None:
        proof = Proof()
        assert call("torch.Tensor.view", Shape.of(B, T), B, integer("n"), proof=proof) == Shape.of(B, T)
        assert list(proof.facts.equalities()) == []

    def test_it_may_take_part_in_two_layouts(self) -> None:
        proof = Proof()
        call("torch.Tensor.view", Shape.of(B, T), B, integer("n"), proof=proof)
        call("torch.Tensor.view", Shape.of(B, T), B, ONE, integer("n"), proof=proof)
        call("torch.Tensor.view", Shape.of(B, 2 * T), B, Size.of(2), integer("n"), proof=proof)

    def test_two_with_names_are_sizes(self) -> None:
        proof = Proof()
        heads = call("torch.Tensor.view", Shape.of(B, D), B, integer("n"), integer("k"), proof=proof)
        assert heads == Shape.of(B, integer("n"), integer("k"))
        assert proof.same(integer("n") * integer("k"), D)

    def test_beside_a_minus_one_it_is_a_size(self) -> None:
        result = call("torch.Tensor.view", Shape.of(B, D), B, integer("n"), INFERRED)
        assert str(result) == "b n d//n"

    def test_no_remainder_is_possible(self) -> None:
        with pytest.raises(Mismatch):
            call("torch.Tensor.view", Shape.of(3, 4), Size.of(5), integer("n"))


class TestUnknownArguments:
    def test_the_other_sizes_stay_known(self) -> None:
        assert str(call("torch.zeros", B, UNKNOWN, Size.of(3))) == "b _ 3"
        assert str(call("torch.Tensor.view", Shape.of(B, T, D), B, UNKNOWN, D)) == "b t d"
        assert str(call("torch.Tensor.view", Shape.of(B, T, D), B, UNKNOWN, UNKNOWN)) == "b _ _"
        assert str(call("torch.Tensor.expand", Shape.of(1, D), UNKNOWN, D)) == "_ d"

    @pytest.mark.parametrize("name", ["torch.Tensor.view", "torch.Tensor.expand", "torch.Tensor.new_zeros"])
    def test_a_single_one_may_be_a_sequence_or_a_dtype(self, name: str) -> None:
        with pytest.raises(CannotTellError):
            call(name, Shape.of(B, T), UNKNOWN)

    def test_an_unknown_axis_keeps_the_shape_of_what_keeps_it(self) -> None:
        for name in ("torch.softmax", "torch.cumsum", "torch.flip", "numpy.flip"):
            assert call(name, Shape.of(B, T), integer("dim")) == Shape.of(B, T)

    def test_a_where_keyword_may_broadcast(self) -> None:
        with pytest.raises(CannotTellError):
            call("numpy.exp", Shape.of(B), where=Shape.of(T, B))


class TestRunsOfAxes:
    def test_both_sides_have_the_same_run(self) -> None:
        assert str(call("torch.Tensor.view", Shape.of(BATCH, D), BATCH, H, INFERRED)) == "*batch h d//h"
        with pytest.raises(Mismatch):
            call("torch.Tensor.view", Shape.of(BATCH, D), BATCH, H)

    def test_the_elements_of_a_run_are_counted(self) -> None:
        flat = call("torch.Tensor.reshape", Shape.of(BATCH, D), INFERRED, D)
        assert isinstance(flat, Shape)
        assert call("torch.Tensor.reshape", flat, BATCH, D) == Shape.of(BATCH, D)
        assert call("torch.flatten", Shape.of(BATCH, D), Size.of(0), Size.of(-2)) == flat
        with pytest.raises(Mismatch):
            call("torch.Tensor.reshape", flat, BATCH, H)

    def test_axes_beside_a_run(self) -> None:
        x = Shape.of(B, BATCH, T, D)
        assert str(call("torch.sum", x, INFERRED)) == "b *batch t"
        assert str(call("torch.sum", x, Size.of(1))) == "b ... d"
        assert str(call("torch.unsqueeze", x, Size.of(2))) == "b ... d"
        assert str(call("torch.squeeze", Shape.of(BATCH, T, 1), INFERRED)) == "*batch t"
        assert str(call("torch.permute", x, tuple(map(Size.of, (0, 2, 1, 3))))) == "b t _ d"
        assert str(call("torch.Tensor.T", Shape.of(T, D, BATCH))) == "... d t"

    def test_a_run_of_sizes_makes_a_tensor(self) -> None:
        assert call("torch.zeros", BATCH, D) == Shape.of(BATCH, D)
        assert call("torch.Tensor.expand", Shape.of(D), BATCH, INFERRED) == Shape.of(BATCH, D)

    def test_joining(self) -> None:
        assert str(call("torch.cat", (Shape.of(BATCH, D), Shape.of(BATCH, H)), INFERRED)) == "*batch d+h"
        assert str(call("torch.stack", (Shape.of(BATCH, D), Shape.of(BATCH, D)))) == "2 *batch d"
        with pytest.raises(Mismatch):
            call("torch.cat", (Shape.of(BATCH, T, D), Shape.of(BATCH, H, D)), INFERRED)


class TestSequencesOfUnknownLength:
    ROWS = Repeated(Shape.of(B, D), integer("n"))

    def test_joining(self) -> None:
        assert str(call("torch.stack", self.ROWS)) == "n b d"
        assert str(call("torch.stack", self.ROWS, dim=INFERRED)) == "b d n"
        assert str(call("torch.cat", self.ROWS, dim=Size.of(1))) == "b d*n"
        assert str(call("torch.vstack", self.ROWS)) == "b*n d"
        assert str(call("numpy.concatenate", self.ROWS, axis=None)) == "b*d*n"
        assert str(call("numpy.array", self.ROWS)) == "n b d"

    def test_taking_apart(self) -> None:
        assert call("torch.unbind", Shape.of(B, D)) == Repeated(Shape.of(D), B)

    def test_splitting_into_pieces_of_which_the_last_may_be_smaller(self) -> None:
        pieces = call("torch.split", Shape.of(B, D), integer("n"))
        assert isinstance(pieces, Repeated)
        assert str(pieces.item) == "_ d"
        assert not any(symbol.rigid for size in pieces.item.before[:1] for symbol in size.symbols())
