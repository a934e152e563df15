"""Make the tensors and arrays that an annotation accepts, on a device."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod
from random import Random
from typing import Any, Final

#: A tensor of more elements is not made: the sizes are drawn again.
MOST_ELEMENTS: Final = 2**22

#: Dtypes in the order in which they are tried; floating-point ones come from the device.
_PREFERRED: Final = ("float32", "int64", "bool", "complex64", "float64", "int32", "uint8", "uint32")


class TooLargeError(Exception):
    """The drawn sizes make too large a tensor."""


@dataclass(frozen=True, slots=True)
class Device:
    """Where tensors are made.

    Attributes:
        name: "cpu" or "cuda".
        precision: The dtype of floating-point tensors, where the annotation lets one choose: "float32" and
            so on.
    """

    name: str = "cpu"
    precision: str = "float32"

    @property
    def dtype(self) -> Any:
        """The precision as torch's object."""
        import torch

        return getattr(torch, self.precision)

    @property
    def torch_device(self) -> Any:
        """The device as torch's object."""
        import torch

        return torch.device(self.name)

    def generator(self) -> Any:
        """Return a source of random numbers of torch."""
        import torch

        return torch.Generator(self.name).manual_seed(0)

    def numpy_generator(self) -> Any:
        """Return a source of random numbers of NumPy."""
        import numpy as np

        return np.random.default_rng(0)

    def wait(self) -> None:
        """Wait until the device has done what it was given."""
        if self.name != "cpu":
            import torch

            torch.cuda.synchronize()

    @contextlib.contextmanager
    def as_default(self) -> Iterator[None]:
        """Let the program make its own tensors on this device too."""
        if self.name == "cpu":
            yield
            return
        import torch

        with torch.device(self.name):
            yield

    @contextlib.contextmanager
    def seeded(self) -> Iterator[None]:
        """Let the program draw the same random numbers each time, if it uses torch."""
        torch: Any = sys.modules.get("torch")
        if torch is None:
            yield
            return
        with torch.random.fork_rng(devices=[] if self.name == "cpu" else None):
            torch.manual_seed(0)
            yield

    def moved(self, value: Any) -> Any:
        """Put a module on the device, in its precision; anything else stays as it is."""
        if not hasattr(value, "parameters") or not hasattr(value, "state_dict"):
            return value
        return value.to(device=self.name, dtype=self.dtype)


def tensor_of(
    array_type: Any,
    dtypes: Sequence[str | re.Pattern[str]] | None,
    shape: tuple[int, ...],
    random: Random,
    device: Device,
    most_elements: int = MOST_ELEMENTS,
) -> object:
    """Make a tensor or array.

    Integers are zeros: whatever they index, it has an element 0. Everything else is random.

    Args:
        array_type: The class of the array; a union of classes gets one of them.
        dtypes: The names of the dtypes that are accepted; None where any is.
        shape: Its shape.
        random: Chooses the elements.
        device: Where a tensor is put.
        most_elements: How many elements it may have.

    Raises:
        TooLargeError: If it would have too many elements.
    """
    if prod(shape) > most_elements:
        raise TooLargeError
    dtype = _dtype(dtypes, device)
    candidates = getattr(array_type, "__args__", None) or (array_type,)
    if any(getattr(one, "__module__", "").startswith("torch") for one in candidates):
        return _torch_tensor(dtype, shape, random, device, candidates)
    return _numpy_array(dtype, shape, random)


def _dtype(dtypes: Sequence[str | re.Pattern[str]] | None, device: Device) -> str:
    if not isinstance(dtypes, tuple | list) or not dtypes:
        return device.precision
    for name in (device.precision, *_PREFERRED):
        if any(name == one if isinstance(one, str) else one.match(name) for one in dtypes):
            return name
    return next((one for one in dtypes if isinstance(one, str)), device.precision)


def _torch_tensor(
    dtype: str, shape: tuple[int, ...], random: Random, device: Device, candidates: Sequence[Any]
) -> object:
    import torch

    wanted = getattr(torch, dtype)
    generator = torch.Generator().manual_seed(random.getrandbits(32))
    if dtype == "bool":
        tensor = torch.rand(shape, generator=generator) < 0.5
    elif wanted.is_floating_point or wanted.is_complex:
        tensor = torch.randn(shape, generator=generator).to(wanted)
    else:
        tensor = torch.zeros(shape, dtype=wanted)
    tensor = tensor.to(device.name)
    if any(one is torch.nn.Parameter for one in candidates):
        return torch.nn.Parameter(tensor, requires_grad=tensor.is_floating_point())
    return tensor


def _numpy_array(dtype: str, shape: tuple[int, ...], random: Random) -> object:
    import numpy as np

    generator = np.random.default_rng(random.getrandbits(32))
    name = "float32" if dtype == "bfloat16" else dtype
    if name == "bool":
        return generator.random(shape) < 0.5
    if np.dtype(name).kind in "fc":
        return np.asarray(generator.standard_normal(shape)).astype(name)
    return np.zeros(shape, dtype=name)
