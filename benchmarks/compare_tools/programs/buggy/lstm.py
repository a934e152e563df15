"""A recurrent layer in two directions."""

from jaxtyping import Float
from torch import Tensor, nn


class Tagger(nn.Module):
    def __init__(self, d_in: int, d_hidden: int, n_tags: int) -> None:
        super().__init__()
        self.lstm = nn.LSTM(d_in, d_hidden, batch_first=True, bidirectional=True)
        self.head = nn.Linear(d_hidden, n_tags)

    def forward(self, x: Float[Tensor, "batch seq d_in"]) -> Float[Tensor, "batch seq n_tags"]:
        states, _ = self.lstm(x)
        return self.head(states)
