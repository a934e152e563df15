"""What a path knows about sizes: learned from equalities and bounds, kept apart and joined."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformable.core.arithmetic import evaluate
from conformable.core.comparison import at_least
from conformable.core.conditions import Conditions
from conformable.core.facts import Facts
from conformable.core.sizes import ONE, ZERO, Atom, OneOr, Size, Symbol
from core.reading import equal, size, symbol, value
from strategies import EXAMPLES, NAMES, polynomials, values

UNKNOWN: Final = frozenset({"x", "y"})
"""Names of sizes that are not known yet; all others are chosen by callers."""


class TestEqualities:
    @pytest.mark.parametrize(
        ("known", "text", "simplified"),
        [
            (["d==8*h"], "d//h", "8"),
            (["d==8*h"], "h*(d//h)", "8*h"),
            (["h*(d//h)==d"], "h*(d//h)", "d"),
            (["h*(d//h)==d"], "b*t*h*(d//h)", "b*t*d"),
            (["h*(d//h)==d"], "2*d//h", "2*(d//h)"),
            (["h*(d//h)==d"], "d//h*h*3-d", "2*d"),
            (["d%h==0"], "h*(d//h)", "d"),
            (["d%2==0"], "d//2*2", "d"),
            (["d%2==0"], "(d+1)//2", "d//2"),
            (["(d+1)%4==0"], "4*((d+1)//4)", "d+1"),
            (["x==n", "y==x+1"], "y*2", "2*n+2"),
            (["n*m==k*h"], "b*n*m-b*k*h", "0"),
            (["n*m==k*h"], "max(n*m,3)-max(3,k*h)", "0"),
            (["n==3"], "max(n,2)", "3"),
            (["2*x==2*n"], "x", "n"),
            (["b*x==b*n"], "x", "n"),
        ],
    )
    def test_a_size_is_rewritten_by_what_is_known(self, known: list[str], text: str, simplified: str) -> None:
        facts = equal(Facts(), *known, flexible=UNKNOWN)
        assert facts.simplify(size(text, UNKNOWN)) == facts.simplify(size(simplified, UNKNOWN))

    def test_an_equation_that_mentions_its_own_product_inside_is_no_rule(self) -> None:
        facts = equal(Facts(), "n*m==2*((n*m+k)//3)")
        assert facts.simplify(size("n*m")) == size("n*m")
        assert facts.simplify(size("h*n*m+1")) == size("h*n*m+1")

    def test_an_exact_quotient_is_at_least_1_only_if_its_numerator_is(self) -> None:
        positive, maybe_zero = equal(Facts(), "k*(n//k)==n"), equal(Facts(), "k*((n-3)//k)==n-3")
        assert at_least(size("n//k"), ONE, positive).same
        assert not at_least(size("(n-3)//k"), ONE, maybe_zero).same
        assert not at_least(size("n"), size("4"), maybe_zero).same

    def test_a_size_not_known_yet_is_solved_for_first(self) -> None:
        facts = equal(Facts(), "x==2*n", flexible=UNKNOWN)
        assert facts.simplify(size("x", UNKNOWN)) == size("2*n")
        assert facts.simplify(size("n")) == size("n")

    def test_an_equality_that_says_nothing_new_changes_nothing(self) -> None:
        facts = equal(Facts(), "n==m")
        assert equal(facts, "m==n", "2*n==2*m") is facts

    @pytest.mark.parametrize("known", [["3==4"], ["n==3", "n==4"], ["n==n+1"], ["2*n==2*m+1"], ["n+m==0"]])
    def test_a_contradiction_makes_the_path_impossible(self, known: list[str]) -> None:
        assert equal(Facts(), *known).impossible

    @settings(max_examples=EXAMPLES // 4, deadline=None)
    @given(values, st.lists(polynomials(), min_size=2, max_size=6), polynomials())
    def test_what_is_learned_from_true_equalities_is_true(
        self, point: dict[str, int], texts: list[str], asked: str
    ) -> None:
        facts = Facts()
        for left, right in pairwise(texts):
            difference = _value(left, point) - _value(right, point)
            facts = facts.equate(size(left), size(right) + difference)
        numbers: dict[Atom, int] = {symbol(name): number for name, number in point.items()}
        assert not facts.impossible
        assert evaluate(facts.simplify(size(asked)), numbers) == _value(asked, point)

    def test_hundreds_of_equalities_stay_quick(self) -> None:
        names = [Size.of(Symbol(f"n{i}", rigid=i % 3 == 0)) for i in range(600)]
        facts = Facts()
        start = time.process_time()
        for one, other in pairwise(names):
            facts = facts.equate(other, one + 1)
            facts = facts.equate(one * 2, one + other - 1)
        assert time.process_time() - start < 5
        assert facts.simplify(names[400] - names[100]) == Size.of(300)

    def test_too_many_equalities_are_forgotten_with_the_freedom_of_their_sizes(self) -> None:
        facts = Facts()
        pairs = [(Symbol(f"n{i}"), Symbol(f"m{i}")) for i in range(1100)]
        for one, other in pairs:
            facts = facts.equate(Size.of(one), Size.of(other))
        assert facts.simplify(Size.of(pairs[0][0])) == facts.simplify(Size.of(pairs[0][1]))
        assert not facts.is_rigid(pairs[-1][0])


class TestBounds:
    def test_bounds_that_contradict_make_the_path_impossible(self) -> None:
        facts = Facts().bound(size("n"), size("5"))
        assert not facts.impossible
        assert facts.bound(size("3"), size("n")).impossible

    def test_a_bound_that_holds_anyway_is_not_kept(self) -> None:
        facts = Facts()
        assert facts.bound(size("n+m"), ONE) is facts

    def test_a_size_differs_from_itself_on_no_path(self) -> None:
        assert Facts().distinguish(size("n+1"), size("1+n")).impossible

    def test_a_solution_keeps_the_bound_of_what_it_replaces(self) -> None:
        facts = equal(Facts(), "x==n-3", flexible=UNKNOWN)
        assert facts.bound(size("3"), size("n")).impossible


class TestFreedom:
    def test_callers_choose_rigid_sizes_and_what_is_made_of_them(self) -> None:
        facts = Facts()
        assert facts.is_rigid(symbol("n"))
        assert facts.is_rigid(next(size("max(n,m)").atoms()))
        assert not facts.is_rigid(next(size("max(n,x)", UNKNOWN).atoms()))

    def test_what_equals_a_loosened_size_is_loosened_with_it(self) -> None:
        facts = equal(Facts(), "n==m+1", "h==k").loosen([symbol("n")])
        assert not facts.is_rigid(symbol("m"))
        assert facts.is_rigid(symbol("k"))

    def test_what_meets_a_loosened_size_later_is_loosened_as_well(self) -> None:
        facts = equal(Facts().loosen([symbol("x", UNKNOWN)]), "x==n", flexible=UNKNOWN)
        assert not facts.is_rigid(symbol("n"))

    def test_an_exact_quotient_is_free_only_if_both_parts_are(self) -> None:
        free = equal(Facts(), "h*(d//h)==d").simplify(size("d//h"))
        bound = equal(Facts(), "x*(d//x)==d", flexible=UNKNOWN).simplify(size("d//x", UNKNOWN))
        assert [quotient.symbols()[0].rigid for quotient in (free, bound)] == [True, False]

    def test_a_size_that_a_rigid_one_determines_is_known_for_each_choice(self) -> None:
        facts = equal(Facts(), "2*x==n", flexible=UNKNOWN)
        assert facts.is_fixed(symbol("x", UNKNOWN))
        assert not facts.is_rigid(symbol("x", UNKNOWN))
        assert not facts.loosen([symbol("n")]).is_fixed(symbol("x", UNKNOWN))

    def test_a_size_that_two_unknown_ones_make_up_determines_neither(self) -> None:
        facts = equal(Facts(), "2*x+3*y==n", flexible=UNKNOWN)
        assert not facts.is_fixed(symbol("x", UNKNOWN))


class TestBroadcastableNames:
    def test_a_name_on_one_broadcastable_axis_is_the_size_of_that_axis(self) -> None:
        axis = OneOr(size("n"), "x.0")
        facts = Facts().declare_broadcast(size("n"), (axis,))
        assert facts.simplify(Size.of(axis)) == size("n")

    def test_on_two_axes_it_is_the_size_of_one_of_them(self) -> None:
        axes = OneOr(size("n"), "x.0"), OneOr(size("n"), "y.0")
        facts = Facts().declare_broadcast(size("n"), axes)
        assert facts.broadcast_names == ((size("n"), axes),)


class TestJoins:
    def test_what_both_paths_know_stays(self) -> None:
        start = equal(Facts(), "n==m")
        joined = equal(start, "h==2").join(equal(start, "k==3"))
        assert joined.simplify(size("n-m")) == ZERO
        assert joined.simplify(size("h")) == size("h")

    def test_what_follows_from_one_path_and_is_known_on_the_other_stays(self) -> None:
        joined = equal(Facts(), "n==2", "m==2").join(equal(Facts(), "n==m"))
        assert joined.simplify(size("n-m")) == ZERO
        assert equal(Facts(), "n==m").join(equal(Facts(), "n==2", "m==2")).simplify(size("n-m")) == ZERO

    def test_a_bound_that_the_other_path_implies_stays(self) -> None:
        joined = Facts().bound(size("n"), size("4")).join(equal(Facts(), "n==7"))
        assert joined.bound(size("3"), size("n")).impossible

    def test_both_sides_of_a_condition_together_say_nothing(self) -> None:
        joined = equal(Facts(), "n==m").join(Facts().distinguish(size("n"), size("m")))
        assert joined == Facts()

    def test_what_only_one_of_them_can_hold_is_kept_as_an_alternative(self) -> None:
        joined = equal(Facts(), "n==3").join(equal(Facts(), "n==4"))
        assert joined.alternatives == ((Conditions(zeros=(size("n-3"),)), Conditions(zeros=(size("n-4"),))),)

    def test_a_size_that_one_path_does_not_leave_to_callers_is_not_left_to_them(self) -> None:
        loose = Facts().loosen([symbol("n")])
        for joined in (loose.join(Facts()), Facts().join(loose)):
            assert not joined.is_rigid(symbol("n"))
            assert joined.is_rigid(symbol("m"))

    def test_an_impossible_path_is_not_joined(self) -> None:
        known = equal(Facts(), "n==3")
        assert known.join(equal(Facts(), "3==4")) is known
        assert equal(Facts(), "3==4").join(known) is known

    def test_joining_the_same_paths_again_changes_nothing(self) -> None:
        left, right = equal(Facts(), "n==3", "m==2"), equal(Facts(), "n==4")
        joined = left.join(right)
        assert joined.join(joined) is joined
        assert left.join(right) == joined

    @settings(max_examples=EXAMPLES // 8, deadline=None)
    @given(st.lists(st.tuples(polynomials(), st.sampled_from("=<")), min_size=2, max_size=5), values, values)
    def test_a_join_is_true_wherever_one_of_its_paths_is(
        self, conditions: list[tuple[str, str]], first: dict[str, int], second: dict[str, int]
    ) -> None:
        paths = [_path(conditions[::step], point) for step, point in ((1, first), (2, second))]
        joined = paths[0].join(paths[1])
        assert _true_at(joined, first)
        assert _true_at(joined, second)


def _path(conditions: list[tuple[str, str]], point: dict[str, int]) -> Facts:
    """Learn conditions that are true at a point."""
    facts = Facts()
    for text, kind in conditions:
        number = Size.of(_value(text, point))
        facts = facts.equate(size(text), number) if kind == "=" else facts.bound(size(text), number - 1)
    return facts


def _true_at(facts: Facts, point: dict[str, int]) -> bool:
    conditions = Conditions(
        zeros=tuple(left - right for left, right in facts.equalities()),
        nonzeros=facts.nonzeros,
        nonnegatives=facts.nonnegatives,
        alternatives=facts.alternatives,
    )
    return not facts.impossible and _hold_at(conditions, {symbol(name): point[name] for name in NAMES})


def _hold_at(conditions: Conditions, numbers: dict[Atom, int]) -> bool:
    zeros, nonzeros, nonnegatives = (
        [evaluate(one, numbers) for one in sizes]
        for sizes in (conditions.zeros, conditions.nonzeros, conditions.nonnegatives)
    )
    return (
        all(number == 0 for number in zeros)
        and 0 not in nonzeros
        and all(number is not None and number >= 0 for number in nonnegatives)
        and all(any(_hold_at(branch, numbers) for branch in pair) for pair in conditions.alternatives)
    )


def _value(text: str, point: dict[str, int]) -> int:
    number = value(text, point)
    assert number is not None
    return number
