"""What an operation gave is given again under the same facts, and under no others."""

from __future__ import annotations

from conformable.core.facts import Facts
from conformable.core.proof import Proof
from conformable.core.remembering import remembered
from conformable.core.shapes import Shape
from conformable.core.sizes import Size, Symbol

N, M = Size.of(Symbol("n")), Size.of(Symbol("m"))


@remembered
def learning(proof: Proof, size: Size) -> Shape:
    proof.differ(size, Size.of(Symbol("flexible", rigid=False)))
    return Shape.of(size)


@remembered
def made_anew(proof: Proof, size: Size) -> Shape:
    return Shape.of(size, proof.fork().fresh())


@remembered
def suspicious(proof: Proof, size: Size) -> Shape:
    proof.suspicions.append(f"{size} is suspicious")
    return Shape.of(size)


def test_what_was_learned_is_learned_again() -> None:
    facts = Facts()
    first, second, other = (Proof(facts) for _ in range(3))
    assert learning(first, N) == learning(second, N) == Shape.of(N)
    assert first.facts is second.facts
    assert first.facts.equalities()
    assert learning(other, M) == Shape.of(M)
    assert other.facts.equalities() != first.facts.equalities()


def test_under_other_facts_it_is_found_anew() -> None:
    known = Facts().equate(N, Size.of(3))
    learning(Proof(Facts()), N)
    after = Proof(known)
    learning(after, N)
    assert after.facts.simplify(N) == Size.of(3)


def test_fresh_sizes_are_not_shared() -> None:
    facts = Facts()
    first, second = made_anew(Proof(facts, "here"), N), made_anew(Proof(facts, "there"), N)
    assert first.before[0] == second.before[0]
    assert first.before[1] != second.before[1]


def test_what_is_suspicious_is_said_each_time() -> None:
    facts = Facts()
    proofs = [Proof(facts), Proof(facts)]
    for proof in proofs:
        suspicious(proof, N)
    assert [proof.suspicions for proof in proofs] == [["n is suspicious"]] * 2
