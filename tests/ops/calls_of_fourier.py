"""Calls of Fourier transforms."""

from __future__ import annotations

from typing import Final

from ops.calls import Call, call, partly
from ops.sample import S, T

T1: Final = "torch.fft.fft torch.fft.ifft torch.fft.rfft torch.fft.irfft torch.fft.hfft torch.fft.ihfft"
N1: Final = "numpy.fft.fft numpy.fft.ifft numpy.fft.rfft numpy.fft.irfft numpy.fft.hfft numpy.fft.ihfft"
T2: Final = "torch.fft.fft2 torch.fft.ifft2 torch.fft.rfft2 torch.fft.irfft2 torch.fft.hfft2 torch.fft.ihfft2"
N2: Final = "numpy.fft.fft2 numpy.fft.ifft2 numpy.fft.rfft2 numpy.fft.irfft2"
TN: Final = "torch.fft.fftn torch.fft.ifftn torch.fft.rfftn torch.fft.irfftn torch.fft.hfftn torch.fft.ihfftn"
NN: Final = "numpy.fft.fftn numpy.fft.ifftn numpy.fft.rfftn numpy.fft.irfftn"

GOOD: Final[list[Call]] = [
    call(f"{T1} {N1}", T("b n")),
    call(f"{T1} {N1}", T("b n"), S("m")),
    call(T1, T("b n c"), n=8, dim=1),
    call(N1, T("b n c"), n=9, axis=0),
    call(f"{T2} {N2}", T("b n c")),
    call(f"{T2} {N2}", T("b n c"), (S("m"), 8)),
    call(T2, T("b n c"), dim=(0, 2)),
    call(N2, T("b n c"), axes=(2, 1)),
    call(f"{TN} {NN}", T("b n c")),
    call(f"{TN}", T("b n c"), (S("m"), 7)),
    call(f"{TN} {NN}", T("b n c"), (4, 5, S("k"))),
    call(TN, T("b n c"), dim=1),
    call("torch.fft.fftfreq torch.fft.rfftfreq numpy.fft.fftfreq numpy.fft.rfftfreq", S("n")),
    call("torch.fft.fftshift torch.fft.ifftshift numpy.fft.fftshift numpy.fft.ifftshift", T("b n"), (0, 1)),
    call("torch.stft", T("b 40"), 10, 3, onesided=True, return_complex=True),
    call("torch.stft", T("40"), 8, onesided=False, center=False, return_complex=False),
    partly("torch.stft", T("b 40"), 10, return_complex=True),
]

BAD: Final[list[Call]] = [
    call(f"{T1} {N1}", T("b n"), None, 2),
    call(T1, T("")),
    call(TN, T(""), dim=0),
    call(T2, T("n")),
    call(f"{TN}", T("b n"), (1, 2, 3)),
    call("torch.fft.fftshift numpy.fft.fftshift", T("b n"), 2),
]
