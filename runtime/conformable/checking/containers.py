"""What is inside a container, each part with its own hint and its path."""

from __future__ import annotations

from typing import Any

from conformable.checking.hints import CollectionHint, Hint, MappingHint, RecordHint, TupleHint

Item = tuple[Hint, str, Any]


def is_container(hint: Hint, value: Any) -> bool:
    """Tell whether a value is a container as the hint asks for, whatever is inside."""
    match hint:
        case TupleHint(items=items):
            return isinstance(value, tuple) and len(value) == len(items)
        case CollectionHint(origin=kind) | MappingHint(origin=kind) | RecordHint(kind=kind):
            return isinstance(value, kind)
        case _:
            return False


def items_inside(hint: Hint, path: str, value: Any) -> list[Item]:
    """Return what is inside a container; nothing if the hint is not of a container.

    Args:
        hint: the hint of the container.
        path: the path of the container.
        value: a container that fits the hint.
    """
    match hint:
        case TupleHint(items=items):
            return [
                (item, f"{path}[{i}]", one) for i, (item, one) in enumerate(zip(items, value, strict=True))
            ]
        case CollectionHint(item=item):
            return [(item, f"{path}[{i}]", one) for i, one in enumerate(value)]
        case MappingHint(key=key, value=item):
            return [
                part
                for name, one in value.items()
                for part in ((key, f"{path}[{name!r}]", name), (item, f"{path}[{name!r}]", one))
            ]
        case RecordHint(fields=fields) if hint.is_mapping:
            return [(item, f"{path}[{name!r}]", value[name]) for name, item in fields if name in value]
        case RecordHint(fields=fields):
            return [(item, f"{path}.{name}", getattr(value, name)) for name, item in fields]
        case _:
            return []
