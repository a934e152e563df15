"""Fourier transforms.

Source: https://docs.pytorch.org/docs/stable/fft.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.core.arithmetic import floor_divide
from conformable.core.ops.arguments import axes_of, sizes_of
from conformable.core.ops.axis_edits import replace_axis, require_distinct, require_known_axes
from conformable.core.ops.ranks import trailing
from conformable.core.ops.registry import rule, rules
from conformable.core.proof import CannotTellError
from conformable.core.shapes import Shape
from conformable.core.sizes import Size

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformable.core.ops.arguments import Argument
    from conformable.core.proof import Proof

    LastSize = Callable[[Size | None, Size | None], Size | None]

TWO: Final = Size.of(2)


def _same(own: Size | None, wanted: Size | None) -> Size | None:
    """As many values as there are, or as many as wanted."""
    return own if wanted is None else wanted


def _half(own: Size | None, wanted: Size | None) -> Size | None:
    """Half of a symmetric spectrum."""
    size = own if wanted is None else wanted
    return None if size is None else floor_divide(size, TWO) + 1


def _double(own: Size | None, wanted: Size | None) -> Size | None:
    """A signal from half of its spectrum."""
    if wanted is not None:
        return wanted
    return None if own is None else (own - 1) * 2


KINDS: Final = {"fft": _same, "ifft": _same, "rfft": _half, "irfft": _double}
"""What each transform makes of the (last) transformed axis; the others stay or become as many as wanted."""

HERMITIAN: Final = {"hfft": _double, "ihfft": _half}
"""The same for transforms that NumPy has for one axis only."""


def _one_axis(last: LastSize) -> Callable[..., Shape]:
    def transform(
        proof: Proof, input: Shape, n: Argument = None, dim: int = -1, norm: Argument = None
    ) -> Shape:
        """Transform along one axis."""
        trailing(proof, input, 1)
        size = last(input.axis(dim), _size(proof, n))
        return replace_axis(proof, input, dim, proof.fresh() if size is None else size)

    return transform


def _several_axes(last: LastSize, default: tuple[int, ...] | None) -> Callable[..., Shape]:
    def transform(
        proof: Proof, input: Shape, s: Argument = None, dim: Argument = None, norm: Argument = None
    ) -> Shape:
        """Transform over several axes, one after the other."""
        trailing(proof, input, 1)
        wanted = None if s is None else _sizes(proof, s)
        axes = _axes(input, wanted, default if dim is None else axes_of(dim, proof))
        require_distinct(proof, input, axes)
        result = input
        for index, axis in enumerate(axes):
            kind = last if index == len(axes) - 1 else _same
            size = kind(input.axis(axis), _wanted(wanted, index))
            result = replace_axis(proof, result, axis, proof.fresh() if size is None else size)
        return Shape(result.parts)

    return transform


for _name, _last in (KINDS | HERMITIAN).items():
    rule(f"torch.fft.{_name}", f"numpy.fft.{_name}")(_one_axis(_last))
    _places = ("torch.fft", "numpy.fft") if _name in KINDS else ("torch.fft",)
    rule(*(f"{_place}.{_name}2" for _place in _places))(_several_axes(_last, (-2, -1)))
    rule(*(f"{_place}.{_name}n" for _place in _places))(_several_axes(_last, None))


@rule("torch.fft.fftfreq", "numpy.fft.fftfreq")
def fftfreq(proof: Proof, n: Size, d: Argument = None) -> Shape:
    """Give the frequencies of `fft`."""
    return Shape((n,))


@rule("torch.fft.rfftfreq", "numpy.fft.rfftfreq")
def rfftfreq(proof: Proof, n: Size, d: Argument = None) -> Shape:
    """Give the frequencies of `rfft`."""
    return Shape((floor_divide(n, TWO) + 1,))


def shift(proof: Proof, input: Shape, dim: Argument = None) -> Shape:
    """Keep the shape."""
    if dim is not None:
        require_known_axes(proof, input, dim)
    return Shape(input.parts)


rules(shift, {"torch.fft": "fftshift ifftshift", "numpy.fft": "fftshift ifftshift"})


@rule("torch.stft")
def stft(
    proof: Proof,
    input: Shape,
    n_fft: Size,
    hop_length: Argument = None,
    win_length: Argument = None,
    window: Argument = None,
    center: bool = True,
    pad_mode: Argument = None,
    normalized: Argument = None,
    onesided: Argument = None,
    return_complex: bool = True,
    align_to_window: Argument = None,
) -> Shape:
    """Transform frame after frame; half of the spectrum is given if `onesided`.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.stft.html

    >>> from conformable.core.proof import Proof
    >>> stft(Proof(), Shape.of(2, 400), Size.of(100), onesided=True)
    Shape("2 51 17")
    """
    if align_to_window is not None:
        raise CannotTellError
    batch, (samples,) = trailing(proof, input, 1)
    hop = _size(proof, hop_length) or floor_divide(n_fft, Size.of(4))
    padded = samples + 2 * floor_divide(n_fft, TWO) if center else samples
    frames = floor_divide(padded - n_fft, hop) + 1
    parts = () if return_complex else (TWO,)
    return Shape((*batch, _frequencies(proof, n_fft, onesided), frames, *parts))


def _frequencies(proof: Proof, n_fft: Size, onesided: Argument) -> Size:
    """Count the frequencies; torch decides by the dtype if it is not said whether half of them are wanted."""
    if not isinstance(onesided, bool):
        return proof.fresh()
    return floor_divide(n_fft, TWO) + 1 if onesided else n_fft


def _size(proof: Proof, argument: Argument) -> Size | None:
    if argument is None:
        return None
    return argument if isinstance(argument, Size) else proof.fresh()


def _sizes(proof: Proof, argument: Argument) -> tuple[Size, ...]:
    sizes = sizes_of(argument, proof)
    if not sizes:
        raise CannotTellError
    return sizes


def _wanted(sizes: tuple[Size, ...] | None, index: int) -> Size | None:
    """A -1 leaves the axis as it is."""
    if sizes is None or sizes[index].number == -1:
        return None
    return sizes[index]


def _axes(input: Shape, sizes: tuple[Size, ...] | None, axes: tuple[int, ...] | None) -> tuple[int, ...]:
    if axes is not None:
        if sizes is not None and len(sizes) != len(axes):
            raise CannotTellError
        return axes
    if sizes is not None:
        return tuple(range(-len(sizes), 0))
    if input.rank is None:
        raise CannotTellError
    return tuple(range(input.rank))
