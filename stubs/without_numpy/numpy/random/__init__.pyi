# mypy: ignore-errors
import builtins
from typing import Any, Final, Generic, TypeAlias
from typing_extensions import Self, TypeVar
_AnyShape: TypeAlias = tuple[Any, ...]

from numpy.typing import NDArray
from numpy.random._generator import Generator as Generator
from numpy.random._generator import default_rng as default_rng
from numpy.random._mt19937 import MT19937 as MT19937
from numpy.random._pcg64 import PCG64 as PCG64
from numpy.random._pcg64 import PCG64DXSM as PCG64DXSM
from numpy.random._philox import Philox as Philox
from numpy.random._sfc64 import SFC64 as SFC64
from numpy.random.bit_generator import BitGenerator as BitGenerator
from numpy.random.bit_generator import SeedSequence as SeedSequence
from numpy.random.mtrand import RandomState as RandomState
from numpy.random.mtrand import beta as beta
from numpy.random.mtrand import binomial as binomial
from numpy.random.mtrand import bytes as bytes
from numpy.random.mtrand import chisquare as chisquare
from numpy.random.mtrand import choice as choice
from numpy.random.mtrand import dirichlet as dirichlet
from numpy.random.mtrand import exponential as exponential
from numpy.random.mtrand import f as f
from numpy.random.mtrand import gamma as gamma
from numpy.random.mtrand import geometric as geometric
from numpy.random.mtrand import get_bit_generator as get_bit_generator
from numpy.random.mtrand import get_state as get_state
from numpy.random.mtrand import gumbel as gumbel
from numpy.random.mtrand import hypergeometric as hypergeometric
from numpy.random.mtrand import laplace as laplace
from numpy.random.mtrand import logistic as logistic
from numpy.random.mtrand import lognormal as lognormal
from numpy.random.mtrand import logseries as logseries
from numpy.random.mtrand import multinomial as multinomial
from numpy.random.mtrand import multivariate_normal as multivariate_normal
from numpy.random.mtrand import negative_binomial as negative_binomial
from numpy.random.mtrand import noncentral_chisquare as noncentral_chisquare
from numpy.random.mtrand import noncentral_f as noncentral_f
from numpy.random.mtrand import normal as normal
from numpy.random.mtrand import pareto as pareto
from numpy.random.mtrand import permutation as permutation
from numpy.random.mtrand import poisson as poisson
from numpy.random.mtrand import power as power
from numpy.random.mtrand import rand as rand
from numpy.random.mtrand import randint as randint
from numpy.random.mtrand import randn as randn
from numpy.random.mtrand import random as random
from numpy.random.mtrand import random_integers as random_integers
from numpy.random.mtrand import random_sample as random_sample
from numpy.random.mtrand import ranf as ranf
from numpy.random.mtrand import rayleigh as rayleigh
from numpy.random.mtrand import sample as sample
from numpy.random.mtrand import seed as seed
from numpy.random.mtrand import set_bit_generator as set_bit_generator
from numpy.random.mtrand import set_state as set_state
from numpy.random.mtrand import shuffle as shuffle
from numpy.random.mtrand import standard_cauchy as standard_cauchy
from numpy.random.mtrand import standard_exponential as standard_exponential
from numpy.random.mtrand import standard_gamma as standard_gamma
from numpy.random.mtrand import standard_normal as standard_normal
from numpy.random.mtrand import standard_t as standard_t
from numpy.random.mtrand import triangular as triangular
from numpy.random.mtrand import uniform as uniform
from numpy.random.mtrand import vonmises as vonmises
from numpy.random.mtrand import wald as wald
from numpy.random.mtrand import weibull as weibull
from numpy.random.mtrand import zipf as zipf
def __getattr__(name: str) -> Any: ...
