"""Source that holds a value against a hint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from conformable.checking.axis_code import AxisWriter, Flow
from conformable.checking.hints import (
    CollectionHint,
    Hint,
    MappingHint,
    NoneHint,
    PlainHint,
    RecordHint,
    TreeHint,
    TupleHint,
    UnionHint,
)
from conformable.checking.plain_hints import tester
from conformable.checking.tensor_hints import TensorHint, known_dtypes

if TYPE_CHECKING:
    from conformable.checking.source import Source


class HintWriter:
    """Writes statements that raise unless a value fits its hint."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.axes = AxisWriter(source)
        self._dtypes: dict[str, str] = {}

    def check(self, hint: Hint, value: str, flow: Flow) -> None:
        """Refuse the value unless it fits the hint."""
        if isinstance(hint, UnionHint):
            self._union(hint, value, flow)
        else:
            self.source.refuse_if(*(f"not {condition}" for condition in self._conditions(hint, value, flow)))
            self._inside(hint, value, flow)

    def _conditions(self, hint: Hint, value: str, flow: Flow) -> list[str]:
        """Return what must be true of the value itself, whatever is in it."""
        match hint:
            case TensorHint():
                return self._tensor_conditions(hint, value, flow)
            case NoneHint():
                return [f"{value} is None"]
            case PlainHint(hint=plain):
                return self._plain_conditions(plain, value)
            case TupleHint():
                return [self._is_instance(value, tuple)]
            case CollectionHint(origin=kind) | MappingHint(origin=kind) | RecordHint(kind=kind):
                return [self._is_instance(value, kind)]
            case TreeHint():
                # The exact verdict asks jaxtyping.
                self.source.is_exact = False
                return ["False"]
            case UnionHint():
                return []

    def _is_instance(self, value: str, kind: type) -> str:
        return f"isinstance({value}, {self.source.constant('type', kind)})"

    def _tensor_conditions(self, hint: TensorHint, value: str, flow: Flow) -> list[str]:
        conditions = []
        if hint.array_type is not Any:
            conditions.append(self._is_instance(value, hint.array_type))
        dtypes = known_dtypes(hint)
        if dtypes is not None:
            self.source.is_exact &= hint.has_named_dtypes
            conditions.append(self._has_dtype(value, self.source.constant("dtypes", dtypes), flow))
        return conditions

    def _has_dtype(self, value: str, dtypes: str, flow: Flow) -> str:
        """Ask for a dtype of a set; most tensors have the dtype of the one before, which is asked first."""
        before = self._dtypes.get(dtypes)
        if before is not None:
            own = self.source.fresh("dtype")
            return f"(({own} := {value}.dtype) is {before} or {own} in {dtypes})"
        if flow is not Flow.ONCE:
            return f"{value}.dtype in {dtypes}"
        self._dtypes[dtypes] = self.source.fresh("dtype")
        return f"({self._dtypes[dtypes]} := {value}.dtype) in {dtypes}"

    def _plain_conditions(self, hint: Any, value: str) -> list[str]:
        test = tester(hint)
        if test is None:
            return []
        if isinstance(test, type):
            return [self._is_instance(value, test)]
        return [f"{self.source.constant('fits', test)}({value})"]

    def _inside(self, hint: Hint, value: str, flow: Flow) -> None:
        """Refuse the value unless what is in it fits."""
        match hint:
            case TensorHint(annotation=annotation):
                self.axes.axes(annotation, value, flow)
            case TupleHint(items=items):
                parts = [self.source.fresh("item") for _ in items]
                self.source.write(f"{', '.join(parts)}, = {value}")
                for item, part in zip(items, parts, strict=True):
                    self.check(item, part, flow)
            case CollectionHint(item=item):
                part = self.source.fresh("item")
                with self.source.block(f"for {part} in {value}:"):
                    self.check(item, part, Flow.REPEATED)
            case MappingHint(key=key, value=item):
                key_part, part = self.source.fresh("key"), self.source.fresh("item")
                with self.source.block(f"for {key_part}, {part} in {value}.items():"):
                    self.check(key, key_part, Flow.REPEATED)
                    self.check(item, part, Flow.REPEATED)
            case RecordHint():
                self._record(hint, value)
            case _:
                pass

    def _record(self, hint: RecordHint, value: str) -> None:
        """Refuse the value unless its fields fit each other; their names are not those of the signature."""
        around, self.axes = (self.axes, self._dtypes), AxisWriter(self.source)
        self._dtypes = dict(self._dtypes)
        with self.source.own_variables():
            for name, field in hint.fields:
                part = self.source.fresh("field")
                if hint.is_mapping:
                    with self.source.block(f"if {name!r} in {value}:"):
                        self.source.write(f"{part} = {value}[{name!r}]")
                        self.check(field, part, Flow.MAYBE)
                else:
                    self.source.write(f"{part} = {value}.{name}")
                    self.check(field, part, Flow.ONCE)
            self.axes.settle()
        self.axes, self._dtypes = around

    def _union(self, hint: UnionHint, value: str, flow: Flow) -> None:
        """Take the first alternative that the kind of value fits; the exact verdict tries the others."""
        others = [one for one in hint.alternatives if not isinstance(one, NoneHint)]
        if len(others) == 1:
            with self.source.block(f"if {value} is not None:"):
                self.check(others[0], value, flow.branch)
            return
        self.source.is_exact &= _exclude_each_other(others)
        keyword = "if"
        for alternative in hint.alternatives:
            conditions = self._conditions(alternative, value, flow.branch)
            conditions += self._length_conditions(alternative, value)
            with self.source.block(f"{keyword} {' and '.join(conditions) or 'True'}:"):
                self._inside(alternative, value, flow.branch)
            keyword = "elif"
        with self.source.block("else:"):
            self.source.refuse()

    def _length_conditions(self, hint: Hint, value: str) -> list[str]:
        if isinstance(hint, TupleHint):
            return [f"len({value}) == {len(hint.items)}"]
        if not isinstance(hint, TensorHint):
            return []
        count = len(hint.annotation.axes)
        length = f"len({value}.shape)"
        if hint.annotation.variadic is None:
            return [f"{length} == {count}"]
        return [f"{length} >= {count - 1}"] if count > 1 else []


def _exclude_each_other(hints: Sequence[Hint]) -> bool:
    """Tell whether no value can fit two of these hints: tensors with different numbers of axes."""
    ranks = {len(one.annotation.axes) for one in hints if isinstance(one, TensorHint) and _has_rank(one)}
    return len(ranks) == len(hints)


def _has_rank(hint: TensorHint) -> bool:
    return hint.annotation.variadic is None
