"""Build the values that the annotations of a function ask for."""

from __future__ import annotations

import collections.abc
import enum
import inspect
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from conformable.checking.holes import read_hole
from conformable.checking.resolution import annotations_of, resolve_all
from conformable.checking.tensor_hints import is_tensor_hint
from conformable.commands.verifying.tensors import MOST_ELEMENTS, Device, tensor_of
from conformable.core.expression import EvaluationError, evaluate
from conformable.core.notation import FixedAxis, NamedAxis, SymbolicAxis, VariadicAxis, parse

if typing.TYPE_CHECKING:
    from conformable.commands.verifying.draws import Draw

#: How deep objects are built in objects.
_DEEPEST: Final = 6

#: How many items a sequence of any length gets.
_ITEMS: Final = 2


class CannotBuildError(Exception):
    """There is no way to build an argument; the text says which and why."""


class UnluckyError(CannotBuildError):
    """An object cannot be made with these sizes; perhaps it can with others."""


@dataclass(frozen=True, slots=True)
class Call:
    """The arguments of one call."""

    positional: tuple[object, ...]
    keywords: Mapping[str, object]


@dataclass(slots=True)
class Builder:
    """Builds values for one run.

    Attributes:
        draw: The sizes.
        device: Where tensors are put, and in which precision.
        known: The arguments built so far, by name: sizes in braces are read from them.
        depth: How many objects around it are being built.
        most_elements: How many elements a tensor may have.
    """

    draw: Draw
    device: Device
    known: dict[str, object] = field(default_factory=dict)
    depth: int = 0
    most_elements: int = MOST_ELEMENTS

    def call_of(self, function: Callable[..., object], *, bound: object = None) -> Call:
        """Build the arguments of a function.

        Args:
            function: The function, or a class that is to be instantiated.
            bound: The object whose method it is: a first parameter that is not to be built.

        Raises:
            CannotBuildError: If one of them cannot be built.
        """
        written = _constructor(function) if isinstance(function, type) else function
        hints, unresolved = resolve_all(written, annotations_of(written), {})
        parameters = list(inspect.signature(written).parameters.values())
        if bound is not None or isinstance(function, type):
            first, *parameters = parameters
            self.known[first.name] = bound
        built: dict[str, object] = {}
        # Sizes in braces may be read from a parameter that stands further right.
        for parameter in sorted(parameters, key=lambda one: _holds_tensor(hints.get(one.name))):
            if parameter.name in unresolved:
                raise CannotBuildError(f"{parameter.name}: {unresolved[parameter.name]}")
            if _is_wanted(parameter, hints, self.draw.fixed):
                built[parameter.name] = self._argument(parameter, hints.get(parameter.name, parameter.empty))
                self.known[parameter.name] = built[parameter.name]
        return _laid_out(parameters, built)

    def _argument(self, parameter: inspect.Parameter, hint: Any) -> object:
        if hint is parameter.empty:
            raise CannotBuildError(f"{parameter.name}: it has no annotation")
        if parameter.kind is parameter.VAR_POSITIONAL:
            return tuple(self.value(hint, parameter.name) for _ in range(_ITEMS))
        return self.value(hint, parameter.name)

    def value(self, hint: Any, name: str) -> object:
        """Build a value that a hint accepts.

        Args:
            hint: The hint as an object.
            name: What it is for; an integer gets the size that this name has.

        Raises:
            CannotBuildError: If there is no way to build it.
        """
        for fits, make in _MAKERS:
            if fits(hint):
                return make(self, hint, name)
        raise CannotBuildError(f"{name}: no value of type {_text(hint)} can be built")

    def shape(self, text: str) -> tuple[int, ...]:
        """Return a shape that a dim string accepts."""
        sizes: list[int] = []
        for axis in parse(text).axes:
            match axis:
                case VariadicAxis(name, broadcastable):
                    run = self.draw.run(name)
                    sizes += [self._one_or(size, wanted=broadcastable) for size in run]
                case FixedAxis(size, broadcastable):
                    sizes.append(self._one_or(size, wanted=broadcastable))
                case NamedAxis(name, broadcastable):
                    sizes.append(self._one_or(self.draw.size(name), wanted=broadcastable))
                case SymbolicAxis(expression, broadcastable):
                    size = evaluate(expression, self.draw.size, self._hole)
                    sizes.append(self._one_or(size, wanted=broadcastable))
                case _:
                    sizes.append(self.draw.fresh())
        return tuple(sizes)

    def _one_or(self, size: int, *, wanted: bool) -> int:
        return self.draw.choose((1, size, size)) if wanted else size

    def _hole(self, path: tuple[str, ...]) -> int:
        if path[0] not in self.known:
            return self.draw.size(path[-1])
        return int(read_hole(self.known, path))


def _is_wanted(parameter: inspect.Parameter, hints: Mapping[str, object], fixed: frozenset[str]) -> bool:
    """Tell whether an argument is to be built: a default will do, unless a tensor could be there."""
    if parameter.kind is parameter.VAR_KEYWORD:
        return False
    wanted = parameter.default is parameter.empty or parameter.name in fixed
    return wanted or _holds_tensor(hints.get(parameter.name))


def _laid_out(parameters: list[inspect.Parameter], built: Mapping[str, object]) -> Call:
    positional: list[object] = []
    keywords: dict[str, object] = {}
    spread = any(parameter.kind is parameter.VAR_POSITIONAL for parameter in parameters)
    for parameter in parameters:
        if parameter.name not in built:
            continue
        value = built[parameter.name]
        if parameter.kind is parameter.VAR_POSITIONAL:
            positional += value  # type: ignore[arg-type]
        elif parameter.kind is parameter.POSITIONAL_ONLY or (
            spread and parameter.kind is parameter.POSITIONAL_OR_KEYWORD
        ):
            positional.append(value)
        else:
            keywords[parameter.name] = value
    return Call(tuple(positional), keywords)


def _holds_tensor(hint: object) -> bool:
    return is_tensor_hint(hint) or any(map(_holds_tensor, typing.get_args(hint)))


def _text(hint: object) -> str:
    return getattr(hint, "__name__", str(hint))


def _origin(*origins: object) -> Callable[[Any], bool]:
    return lambda hint: typing.get_origin(hint) in origins


def _is(*kinds: object) -> Callable[[Any], bool]:
    return lambda hint: any(hint is kind for kind in kinds)


def _is_named_tuple(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, tuple) and hasattr(hint, "_fields")


def _is_plain_array(hint: Any) -> bool:
    """Tell whether a hint is a class of arrays, or an alias of one such as `NDArray[np.float32]`."""
    made = typing.get_origin(hint) or hint
    return isinstance(made, type) and f"{made.__module__}.{made.__qualname__}" in _ARRAYS


_ARRAYS: Final = frozenset(
    {"torch.Tensor", "torch._tensor.Tensor", "torch.nn.parameter.Parameter", "numpy.ndarray"}
)


def _is_sequence(hint: Any) -> bool:
    origin = typing.get_origin(hint)
    return (
        isinstance(origin, type)
        and issubclass(origin, list | collections.abc.Iterable)
        and len(typing.get_args(hint)) == 1
    )


def _is_mapping(hint: Any) -> bool:
    origin = typing.get_origin(hint)
    return isinstance(origin, type) and issubclass(origin, collections.abc.Mapping)


def _is_buildable_class(hint: Any) -> bool:
    if not isinstance(hint, type) or inspect.isabstract(hint) or getattr(hint, "_is_protocol", False):
        return False
    return hint.__module__ != "builtins" and _constructor(hint) is not object.__init__


def _constructor(made: type) -> Callable[..., object]:
    constructor: Callable[..., object] = vars(made).get("__init__") or made.__init__  # type: ignore[misc]
    return constructor


def _known_object(hint: Any) -> bool:
    return isinstance(hint, type) and f"{hint.__module__}.{hint.__qualname__}" in _OBJECTS


_OBJECTS: Final[Mapping[str, Callable[[Device], object]]] = {
    "torch.dtype": lambda device: device.dtype,
    "torch.device": lambda device: device.torch_device,
    "torch._C.Generator": lambda device: device.generator(),
    "numpy.random._generator.Generator": lambda device: device.numpy_generator(),
}


def _tensor(builder: Builder, hint: Any, name: str) -> object:
    inner = hint.array_type
    try:
        shape = builder.shape(hint.dim_str)
    except EvaluationError as error:
        raise CannotBuildError(f"{name}: {error}") from error
    if any(size < 0 for size in shape):
        raise CannotBuildError(f"{name}: a size below 0")
    return tensor_of(inner, hint.dtypes, shape, builder.draw.random, builder.device, builder.most_elements)


def _plain_array(builder: Builder, hint: Any, name: str) -> object:
    """Build an array of any shape: of sizes in use, as it is probably to be combined with others."""
    sizes = [*builder.draw.sizes.values(), builder.draw.fresh()]
    shape = tuple(builder.draw.choose(sizes) for _ in range(builder.draw.random.randint(0, 4)))
    made = typing.get_origin(hint) or hint
    return tensor_of(made, None, shape, builder.draw.random, builder.device, builder.most_elements)


def _union(builder: Builder, hint: Any, name: str) -> object:
    parts = list(typing.get_args(hint))
    builder.draw.random.shuffle(parts)
    problems: list[str] = []
    for part in parts:
        try:
            return builder.value(part, name)
        except CannotBuildError as error:
            problems.append(str(error))
    raise CannotBuildError(problems[0])


def _tuple(builder: Builder, hint: Any, name: str) -> object:
    parts = typing.get_args(hint)
    if len(parts) == 2 and parts[1] is Ellipsis:
        return tuple(builder.value(parts[0], name) for _ in range(_ITEMS))
    return tuple(builder.value(part, f"{name}[{index}]") for index, part in enumerate(parts))


def _sequence(builder: Builder, hint: Any, name: str) -> object:
    (item,) = typing.get_args(hint)
    return [builder.value(item, name) for _ in range(_ITEMS)]


def _mapping(builder: Builder, hint: Any, name: str) -> object:
    key, value = typing.get_args(hint)
    return {builder.value(key, f"{name}_key"): builder.value(value, name)}


def _typed_dict(builder: Builder, hint: Any, name: str) -> object:
    fields = typing.get_type_hints(hint)
    return {key: builder.value(part, key) for key, part in fields.items() if key in hint.__required_keys__}


def _named_tuple(builder: Builder, hint: Any, name: str) -> object:
    fields = typing.get_type_hints(hint, include_extras=True)
    return hint(**{key: builder.value(part, key) for key, part in fields.items()})


def _instance(builder: Builder, hint: Any, name: str) -> object:
    """Build an object from what its constructor asks for."""
    if builder.depth >= _DEEPEST:
        raise CannotBuildError(f"{name}: objects in objects without an end")
    inner = Builder(builder.draw, builder.device, {}, builder.depth + 1, builder.most_elements)
    try:
        call = inner.call_of(hint)
        made = builder.device.moved(hint(*call.positional, **call.keywords))
    except CannotBuildError as error:
        raise type(error)(f"{name}: {hint.__name__}: {error}") from error
    except Exception as error:
        told = f"{type(error).__name__}: {error}".splitlines()[0]
        raise UnluckyError(f"{name}: {hint.__name__} cannot be made: {told}") from error
    for size_name, size in _sizes_of(hint, call):
        builder.draw.hint(size_name, size)
    return made


def _sizes_of(made: type, call: Call) -> Iterator[tuple[str, int]]:
    """Yield the integers that an object was made with, and those of the objects that it was made with."""
    _, *parameters = inspect.signature(_constructor(made)).parameters.values()
    given = {parameter.name: parameter.default for parameter in parameters}
    given |= dict(zip(given, call.positional, strict=False)) | dict(call.keywords)
    for name, value in given.items():
        inner = vars(value) if hasattr(value, "__dict__") and not isinstance(value, type) else {}
        items = value if isinstance(value, tuple) else ()
        for path, size in (
            (name, value),
            *((f"{name}.{key}", item) for key, item in inner.items()),
            *((f"{name}[{index}]", item) for index, item in enumerate(items)),
        ):
            if isinstance(size, int) and not isinstance(size, bool):
                yield path, size
                yield path.rpartition(".")[2], size


_Make = Callable[[Builder, Any, str], object]

#: What a hint can be, and how a value for it is built; the first that fits counts.
_MAKERS: Final[tuple[tuple[Callable[[Any], bool], _Make], ...]] = (
    (is_tensor_hint, _tensor),
    (_is(None, types.NoneType), lambda builder, hint, name: None),
    (_is(bool), lambda builder, hint, name: builder.draw.choose((True, False))),
    (_is(int), lambda builder, hint, name: builder.draw.size(name)),
    (_is(float), lambda builder, hint, name: 0.5),
    (_is(str), lambda builder, hint, name: builder.draw.choose(("x", "y"))),
    (_is_plain_array, _plain_array),
    (_origin(typing.Literal), lambda builder, hint, name: builder.draw.choose(typing.get_args(hint))),
    (_origin(typing.Annotated), lambda builder, hint, name: builder.value(typing.get_args(hint)[0], name)),
    (_origin(typing.Union, types.UnionType), _union),
    (_origin(tuple), _tuple),
    (lambda hint: hasattr(hint, "__supertype__"), lambda b, hint, name: b.value(hint.__supertype__, name)),
    (lambda hint: hasattr(hint, "__value__"), lambda b, hint, name: b.value(hint.__value__, name)),
    (_is_mapping, _mapping),
    (_is_sequence, _sequence),
    (typing.is_typeddict, _typed_dict),
    (_is_named_tuple, _named_tuple),
    (
        lambda hint: isinstance(hint, type) and issubclass(hint, enum.Enum),
        lambda builder, hint, name: builder.draw.choose(list(hint)),
    ),
    (
        _known_object,
        lambda builder, hint, name: _OBJECTS[f"{hint.__module__}.{hint.__qualname__}"](builder.device),
    ),
    (_is_buildable_class, _instance),
)
