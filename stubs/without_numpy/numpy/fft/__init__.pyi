# mypy: ignore-errors
import builtins
from typing import Any, Final, Generic, TypeAlias
from typing_extensions import Self, TypeVar
_AnyShape: TypeAlias = tuple[Any, ...]

from numpy.typing import NDArray
from numpy.fft._helper import fftfreq as fftfreq
from numpy.fft._helper import fftshift as fftshift
from numpy.fft._helper import ifftshift as ifftshift
from numpy.fft._helper import rfftfreq as rfftfreq
from numpy.fft._pocketfft import fft as fft
from numpy.fft._pocketfft import fft2 as fft2
from numpy.fft._pocketfft import fftn as fftn
from numpy.fft._pocketfft import hfft as hfft
from numpy.fft._pocketfft import ifft as ifft
from numpy.fft._pocketfft import ifft2 as ifft2
from numpy.fft._pocketfft import ifftn as ifftn
from numpy.fft._pocketfft import ihfft as ihfft
from numpy.fft._pocketfft import irfft as irfft
from numpy.fft._pocketfft import irfft2 as irfft2
from numpy.fft._pocketfft import irfftn as irfftn
from numpy.fft._pocketfft import rfft as rfft
from numpy.fft._pocketfft import rfft2 as rfft2
from numpy.fft._pocketfft import rfftn as rfftn
def __getattr__(name: str) -> Any: ...
