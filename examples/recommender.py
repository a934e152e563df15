"""A recommender after DLRM: dense and categorical features, their dot products, and a click probability."""

from __future__ import annotations

from itertools import pairwise

import torch
import torch.nn.functional as F
from jaxtyping import Float, Int
from torch import Tensor, nn

from conformable import checked


def make_mlp(sizes: list[int], *, sigmoid: bool = False) -> nn.Sequential:
    """Make a stack of linear layers from the sizes between them."""
    layers: list[nn.Module] = []
    for n_in, n_out in pairwise(sizes):
        layers.append(nn.Linear(n_in, n_out))
        layers.append(nn.ReLU())
    if sigmoid:
        layers[-1] = nn.Sigmoid()
    return nn.Sequential(*layers)


class Interaction(nn.Module):
    """The dot products of all pairs of feature vectors, beside the dense ones."""

    def __init__(self, n_vectors: int) -> None:
        super().__init__()
        self.n_pairs = n_vectors * (n_vectors - 1) // 2
        self.register_buffer("pairs", torch.triu_indices(n_vectors, n_vectors, offset=1))

    pairs: Int[Tensor, "2 n_pairs"]

    @checked
    def forward(
        self, dense: Float[Tensor, "batch d"], vectors: Float[Tensor, "batch n_vectors d"]
    ) -> Float[Tensor, "batch d+{self.n_pairs}"]:
        """Return the dense vector and one number for each pair."""
        products = torch.bmm(vectors, vectors.transpose(1, 2))
        first, second = self.pairs
        return torch.cat([dense, products[:, first, second]], dim=1)


class DLRM(nn.Module):
    """Predicts whether a user clicks."""

    def __init__(
        self, n_dense: int, n_categories: int, n_tables: int, d_embedding: int, d_hidden: int = 32
    ) -> None:
        super().__init__()
        self.tables = nn.ModuleList([nn.EmbeddingBag(n_categories, d_embedding) for _ in range(n_tables)])
        self.bottom = make_mlp([n_dense, d_hidden, d_embedding])
        self.interaction = Interaction(1 + n_tables)
        self.top = make_mlp([d_embedding + self.interaction.n_pairs, d_hidden, 1], sigmoid=True)

    @checked
    def forward(
        self, dense: Float[Tensor, "batch n_dense"], sparse: Int[Tensor, "batch n_tables bag"]
    ) -> Float[Tensor, "batch"]:
        """Return the probability of a click for each row."""
        x = self.bottom(dense)
        embedded = [table(sparse[:, index]) for index, table in enumerate(self.tables)]
        vectors = torch.stack([x, *embedded], dim=1)
        interactions = self.interaction(x, vectors)
        return self.top(interactions).squeeze(-1)


class MatrixFactorization(nn.Module):
    """The simplest recommender: a vector and a bias for each user and each item."""

    def __init__(self, n_users: int, n_items: int, d: int) -> None:
        super().__init__()
        self.users = nn.Embedding(n_users, d)
        self.items = nn.Embedding(n_items, d)
        self.user_bias = nn.Embedding(n_users, 1)
        self.item_bias = nn.Embedding(n_items, 1)

    @checked
    def forward(self, users: Int[Tensor, "batch"], items: Int[Tensor, "batch"]) -> Float[Tensor, "batch"]:
        """Return the rating of each pair."""
        products = (self.users(users) * self.items(items)).sum(dim=-1)
        biases = self.user_bias(users) + self.item_bias(items)
        return products + biases.squeeze(1)

    @checked
    def all_ratings(self, users: Int[Tensor, "batch"]) -> Float[Tensor, "batch n_items"]:
        """Return the ratings of all items."""
        products = self.users(users) @ self.items.weight.T
        return products + self.user_bias(users) + self.item_bias.weight.squeeze(-1)


def main() -> None:
    """Score random rows with both."""
    torch.manual_seed(0)
    batch, n_dense, n_tables = 8, 6, 4
    model = DLRM(n_dense, n_categories=40, n_tables=n_tables, d_embedding=10)
    dense, sparse = torch.randn(batch, n_dense), torch.randint(40, (batch, n_tables, 3))
    clicks = model(dense, sparse)
    loss = F.binary_cross_entropy(clicks, torch.rand(batch))
    loss.backward()
    factors = MatrixFactorization(n_users=20, n_items=30, d=7)
    users = torch.randint(20, (batch,))
    best = factors.all_ratings(users).topk(5, dim=-1).indices
    ratings = factors(users, best[:, 0])
    print(f"clicks {tuple(clicks.shape)}, best {tuple(best.shape)}, ratings {tuple(ratings.shape)}")


if __name__ == "__main__":
    main()
