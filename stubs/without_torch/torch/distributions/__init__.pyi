# mypy: ignore-errors
from typing import Any, overload
from torch.distributions import transforms as transforms
from torch.distributions.bernoulli import Bernoulli as Bernoulli
from torch.distributions.categorical import Categorical as Categorical
from torch.distributions.distribution import Distribution as Distribution
from torch.distributions.normal import Normal as Normal
def __getattr__(name: str) -> Any: ...
