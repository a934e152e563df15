# mypy: ignore-errors
from typing import Any, overload
import torch
from torch._C import _add_docstr as _add_docstr, _fft as _fft
Tensor: Any
fft: Any
ifft: Any
fft2: Any
ifft2: Any
fftn: Any
ifftn: Any
rfft: Any
irfft: Any
rfft2: Any
irfft2: Any
rfftn: Any
irfftn: Any
hfft: Any
ihfft: Any
hfft2: Any
ihfft2: Any
hfftn: Any
ihfftn: Any
fftfreq: Any
rfftfreq: Any
fftshift: Any
ifftshift: Any
def __getattr__(name: str) -> Any: ...
