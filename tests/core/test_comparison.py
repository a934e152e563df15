"""Same is a proof, different shows its witness, and what is neither is unknown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformable.core.arithmetic import REBUILD
from conformable.core.comparison import (
    Comparison,
    Verdict,
    at_least,
    compare,
    compare_broadcast,
    compare_one_or,
    same,
)
from conformable.core.facts import Facts
from conformable.core.sizes import OneOr, Size, Symbol
from core.reading import equal, points, size, symbol, value
from strategies import EXAMPLES, NAMES, arithmetic, polynomials

if TYPE_CHECKING:
    from collections.abc import Callable

UNKNOWN: Final = frozenset({"x", "y"})
"""Names of sizes that are not known yet; all others are chosen by callers."""


def verdict(left: str, right: str, *known: str) -> str:
    return compare(
        size(left, UNKNOWN), size(right, UNKNOWN), equal(Facts(), *known, flexible=UNKNOWN)
    ).verdict.value


def witness(left: str, right: str, *known: str) -> str:
    facts = equal(Facts(), *known, flexible=UNKNOWN)
    return str(compare(size(left, UNKNOWN), size(right, UNKNOWN), facts).witness)


@pytest.mark.parametrize(
    ("left", "right", "known"),
    [
        ("h*(d//h)", "d", ["d%h==0"]),
        ("h*(d//h)", "d", ["b*t*h*(d//h)==b*t*d"]),
        ("(n+1)*(n-1)+1", "n*n", []),
        ("(2*n)//2", "n", []),
        ("(a*b)//b", "a", []),
        ("(h-1)//2+1", "(h+1)//2", []),
        ("(h+2*1-3)//2+1", "-(-h//2)", []),
        ("(h+2*3-1*(7-1)-1)//2+1", "(h+1)//2", []),
        ("((h-1)//2+1-1)//2+1", "(h+3)//4", []),
        ("((h-1)*2-2*1+4)//2", "h", []),
        ("h//2+(h+1)//2", "h", []),
        ("n//3+(n+1)//3+(n+2)//3", "n", []),
        ("(n+3)//4*4", "n+(-n)%4", []),
        ("n+(4-n%4)%4", "n+(-n)%4", []),
        ("n//2//2//2", "n//8", []),
        ("n//6*6+n%6", "n", []),
        ("max(n,m)+min(n,m)", "n+m", []),
        ("max(n,m)*min(n,m)", "n*m", []),
        ("max(n,m)//2", "max(n//2,m//2)", []),
        ("min(n,min(m,k))", "min(k,m,n)", []),
        ("max(n-m,0)+min(n,m)", "n", []),
        ("min(n,512)+max(n-512,0)", "n", []),
        ("n-n//k*k", "n%k", []),
        ("min(n%4,4)", "n%4", []),
        ("3*t*h*(d//h)", "3*t*d", ["h*(d//h)==d"]),
        ("(h//p)*(w//p)*p*p", "h*w", ["h%p==0", "w%p==0"]),
        ("n*m//(k*m)", "n//k", []),
        ("n*m", "k*h*2", ["n==2*k", "m==h"]),
        ("n*m*b", "k*h*b", ["n*m==k*h"]),
        ("2*n//4", "k", ["n==2*k"]),
        ("x", "m", ["x==n", "n==m"]),
        ("x*(n//x)", "n", ["n%x==0"]),
    ],
)
def test_must_be_proven(left: str, right: str, known: list[str]) -> None:
    assert verdict(left, right, *known) == "same"
    assert verdict(right, left, *known) == "same"


@pytest.mark.parametrize(
    ("left", "right", "known", "shown"),
    [
        ("n", "m", [], "n=2, m=3"),
        ("n", "3", [], "n=2"),
        ("n", "n+1", [], "n=2"),
        ("n*m", "n+m", [], "m=2, n=3"),
        ("2*n+1", "2*n", [], "n=2"),
        ("n//2", "n", [], "n=2"),
        ("max(n,m)", "n", [], "m=3, n=2"),
        ("min(n,512)", "n", [], "n=513"),
        ("d//64", "h", [], "d=64, h=3"),
        ("d//h", "k", [], "d=3, h=3, k=4"),
        ("(h-1)//2+1", "(h-3)//2+1", [], "h=1"),
        ("n", "m", ["n==2*m"], "n=4, m=2"),
        ("x", "m", ["x==n"], "m=2, n=3"),
        ("x", "m", ["2*x==n"], None),
        ("x+1", "x", [], ""),
        ("2*x", "2*y+1", [], ""),
        ("3", "4", [], ""),
    ],
)
def test_must_be_different(left: str, right: str, known: list[str], shown: str | None) -> None:
    assert verdict(left, right, *known) == "different"
    if shown is not None:
        assert witness(left, right, *known) == shown


@pytest.mark.parametrize(
    ("left", "right", "known"),
    [
        ("x", "n", []),
        ("x", "y", []),
        ("x+y", "n", []),
        ("x", "3", []),
        ("max(x,n)", "n", []),
        ("h*(d//h)", "d", []),
        ("n//2*2", "n", []),
        ("(n+3)//4*4", "n", []),
        ("(n+k-1)//k*k", "n", []),
        ("(h-1)//2+1", "h//2", []),
        ("n//2", "(n+1)//2", []),
        ("d//h", "2*((d//h+1)//2)", []),
        ("n%3", "0", []),
        ("n", "m", ["n==3", "n==4"]),
        ("x", "m", ["x+y==n"]),
        ("x*m", "n", ["x*(n//x)==n"]),
    ],
)
def test_must_stay_unknown(left: str, right: str, known: list[str]) -> None:
    assert verdict(left, right, *known) == "unknown"


class TestWhatTheFactsAllow:
    def test_a_loosened_size_is_not_held_against_the_program(self) -> None:
        facts = Facts().loosen([symbol("n")])
        assert compare(size("n"), size("m"), facts).verdict is Verdict.UNKNOWN
        assert compare(size("k"), size("m"), facts).different
        assert compare(size("n+1"), size("n"), facts).different

    def test_a_witness_keeps_to_bounds_and_to_what_differs(self) -> None:
        facts = (
            Facts()
            .bound(size("n"), size("100"))
            .distinguish(size("m"), size("2"))
            .bound(size("5"), size("m"))
        )
        found = compare(size("n"), size("m*m"), facts).witness
        assert found is not None
        numbers = dict(found.shown)
        assert numbers[symbol("n")] >= 100
        assert numbers[symbol("m")] in {1, 3, 4, 5}

    def test_a_witness_takes_one_of_the_paths_that_were_joined(self) -> None:
        joined = equal(Facts(), "n==7").join(equal(Facts(), "n==11"))
        found = compare(size("n"), size("m"), joined).witness
        assert found is not None
        assert dict(found.shown)[symbol("n")] in {7, 11}

    def test_where_both_joined_paths_agree_nothing_differs(self) -> None:
        joined = equal(Facts(), "n==2", "m==2").join(equal(Facts(), "n==3", "m==3"))
        assert not compare(size("n"), size("m"), joined).different
        apart = equal(Facts(), "n==2*k").join(equal(Facts(), "n==4*k"))
        assert not compare(size("n%2"), size("0"), apart).different

    def test_a_witness_gives_values_for_all_that_the_path_constrains(self) -> None:
        facts = equal(Facts(), "h==2*w")
        found = compare(size("n"), size("m"), facts).witness
        assert found is not None
        numbers = dict(found.shown)
        assert numbers[symbol("h")] == 2 * numbers[symbol("w")]

    def test_an_exact_quotient_by_an_unknown_size_refutes_nothing(self) -> None:
        """For d=6 and k=3, x could be 2 or 3: `d//x` differs from k only for one of them."""
        assert verdict("d//x", "k", "x*(d//x)==d") == "unknown"

    def test_names_that_may_be_sizes_of_the_instance_are_not_told_from_them(self) -> None:
        linked = Facts().link(symbol("n"), size("m"))
        assert compare(size("n"), size("m"), linked).verdict is Verdict.UNKNOWN
        assert compare(size("n"), size("m+1"), linked).different


class TestBroadcasting:
    @pytest.mark.parametrize(
        ("left", "right"), [("n", "n"), ("n", "1"), ("1", "n"), ("3", "3"), ("n*m", "m*n")]
    )
    def test_equal_sizes_and_1_can_be_broadcast(self, left: str, right: str) -> None:
        assert compare_broadcast(size(left), size(right)).same

    @pytest.mark.parametrize(
        ("left", "right", "shown"), [("n", "m", "n=2, m=3"), ("n", "3", "n=2"), ("2", "3", "")]
    )
    def test_others_cannot_for_sizes_that_are_shown(self, left: str, right: str, shown: str) -> None:
        assert str(compare_broadcast(size(left), size(right)).witness) == shown

    def test_a_broadcastable_axis_fits_its_name(self) -> None:
        axis, other = (Size.of(OneOr(size("n"), place)) for place in ("x.0", "y.0"))
        assert compare_broadcast(axis, size("n")).same
        assert compare_broadcast(axis, other).same
        assert compare_broadcast(axis, size("m")).different

    def test_two_broadcastable_axes_that_have_the_name_together_broadcast_to_it(self) -> None:
        axes = OneOr(size("n"), "x.0"), OneOr(size("n"), "y.0")
        facts = Facts().declare_broadcast(size("n"), axes)
        broadcast = size_of_operation("broadcast", *map(Size.of, axes))
        assert compare(broadcast, size("n"), facts).same
        assert compare(Size.of(axes[0]), size("n"), facts).different

    def test_the_name_itself_is_not_the_size_of_a_broadcastable_axis(self) -> None:
        found = compare(Size.of(OneOr(size("n"), "x.0")), size("n")).witness
        assert found is not None
        assert dict(found.values)[OneOr(size("n"), "x.0")] == 1


def size_of_operation(operator: str, *operands: Size) -> Size:
    return REBUILD[operator](*operands)


class TestOrder:
    @pytest.mark.parametrize(
        ("one", "other", "wanted"),
        [
            ("n", "1", "same"),
            ("n*m", "n", "same"),
            ("n+2", "n", "same"),
            ("max(n,m)", "n", "same"),
            ("n-1", "n", "different"),
            ("n//2", "n+1", "different"),
            ("n", "m", "unknown"),
            ("n", "2", "unknown"),
            ("n-3", "1", "unknown"),
        ],
    )
    def test_a_range_condition_differs_only_if_it_fails_for_all_sizes(
        self, one: str, other: str, wanted: str
    ) -> None:
        assert at_least(size(one), size(other)).verdict.value == wanted

    def test_bounds_that_are_known_are_used(self) -> None:
        facts = Facts().bound(size("n"), size("m+2"))
        assert at_least(size("n"), size("m"), facts).same
        assert at_least(size("m"), size("n"), facts).different


@dataclass(frozen=True)
class Case:
    """Two sizes, what is known about the names, and which names are not known yet."""

    left: str
    right: str
    known: tuple[tuple[str, str, str], ...]
    flexible: frozenset[str]

    def facts(self) -> Facts:
        facts = Facts()
        for left, relation, right in self.known:
            learn: Callable[[Size, Size], Facts] = {
                "==": facts.equate,
                "!=": facts.distinguish,
                ">=": facts.bound,
            }[relation]
            facts = learn(size(left, self.flexible), size(right, self.flexible))
        return facts

    def allows(self, point: dict[str, int]) -> bool:
        return all(
            _related(value(left, point), relation, value(right, point))
            for left, relation, right in self.known
        )

    def sizes(self) -> tuple[Size, Size]:
        return size(self.left, self.flexible), size(self.right, self.flexible)


def _related(left: int | None, relation: str, right: int | None) -> bool:
    assert left is not None
    assert right is not None
    return {"==": left == right, "!=": left != right, ">=": left >= right}[relation]


known_conditions = st.lists(
    st.tuples(polynomials(), st.sampled_from(("==", "==", ">=", "!=")), polynomials()), max_size=2
)
cases = st.builds(
    Case,
    arithmetic(depth=2),
    arithmetic(depth=2),
    known_conditions.map(tuple),
    st.sets(st.sampled_from(NAMES), max_size=2).map(frozenset),
)

Condition = tuple[
    "Callable[[Size, Size, Facts], Comparison]",
    "Callable[[int, int], bool]",
]
CONDITIONS: Final[dict[str, Condition]] = {
    "equal": (compare, lambda left, right: left == right),
    "broadcast": (compare_broadcast, lambda left, right: left == right or 1 in {left, right}),
    "one or": (compare_one_or, lambda left, right: left in {1, right}),
}


@pytest.mark.parametrize("condition", CONDITIONS)
@settings(max_examples=EXAMPLES // 3, deadline=None)
@given(cases)
def test_verdicts_agree_with_brute_force(condition: str, case: Case) -> None:
    decide, holds = CONDITIONS[condition]
    found = decide(*case.sizes(), case.facts())
    if found.same:
        assert all(_holds_at(case, holds, point) is not False for point in points(4) if case.allows(point))
    elif found.different:
        assert found.witness is not None
        chosen = {one.name: number for one, number in found.witness.values if isinstance(one, Symbol)}
        rigid = {name: number for name, number in chosen.items() if name not in case.flexible}
        point = dict.fromkeys(NAMES, 1) | {name: chosen[name] for name in NAMES if name in chosen}
        mentioned = {name for name in NAMES if name in chosen}
        assert not _holds_at(case, holds, point)
        if mentioned == set(NAMES):
            assert case.allows(point)
        for other in points(4, case.flexible):
            everywhere = dict.fromkeys(NAMES, 1) | rigid | other
            if mentioned | case.flexible == set(NAMES) and case.allows(everywhere):
                assert _holds_at(case, holds, everywhere) in {False, None}


def _holds_at(case: Case, holds: Callable[[int, int], bool], point: dict[str, int]) -> bool | None:
    left, right = value(case.left, point), value(case.right, point)
    return None if left is None or right is None else holds(left, right)


@settings(max_examples=EXAMPLES // 3, deadline=None)
@given(cases)
def test_range_verdicts_agree_with_brute_force(case: Case) -> None:
    found = at_least(*case.sizes(), case.facts()).verdict
    if found is Verdict.UNKNOWN:
        return
    for point in points(4):
        left, right = value(case.left, point), value(case.right, point)
        if left is not None and right is not None and case.allows(point):
            assert (left >= right) is (found is Verdict.SAME)


@settings(max_examples=EXAMPLES // 4, deadline=None)
@given(arithmetic(depth=2), arithmetic(depth=2))
def test_same_says_what_compare_says(left: str, right: str) -> None:
    assert same(size(left), size(right)) is compare(size(left), size(right)).same
