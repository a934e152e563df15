"""A mixture of experts: a router sends each token to a few feed-forward networks."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from jaxtyping import Float, Int
from torch import Tensor, nn

from conformable import checked


class Expert(nn.Module):
    """A gated feed-forward network."""

    def __init__(self, d_model: int, d_ff: int) -> None:
        super().__init__()
        self.gate = nn.Linear(d_model, d_ff, bias=False)
        self.up = nn.Linear(d_model, d_ff, bias=False)
        self.down = nn.Linear(d_ff, d_model, bias=False)

    @checked
    def forward(self, x: Float[Tensor, "tokens d_model"]) -> Float[Tensor, "tokens d_model"]:
        """Map each token on its own."""
        return self.down(F.silu(self.gate(x)) * self.up(x))


class Router(nn.Module):
    """Chooses the experts of each token."""

    def __init__(self, d_model: int, n_experts: int, top_k: int) -> None:
        super().__init__()
        self.top_k = top_k
        self.linear = nn.Linear(d_model, n_experts, bias=False)

    @checked
    def forward(
        self, x: Float[Tensor, "tokens d_model"]
    ) -> tuple[
        Float[Tensor, "tokens {self.top_k}"],
        Int[Tensor, "tokens {self.top_k}"],
        Float[Tensor, "tokens n_experts"],
    ]:
        """Return the weights and the numbers of the chosen experts, and the probabilities of all."""
        probabilities = F.softmax(self.linear(x), dim=-1)
        weights, chosen = torch.topk(probabilities, self.top_k, dim=-1)
        weights = weights / weights.sum(dim=-1, keepdim=True)
        return weights, chosen, probabilities


class MixtureOfExperts(nn.Module):
    """Adds up what the chosen experts say, each by its weight."""

    def __init__(self, d_model: int, d_ff: int, n_experts: int, top_k: int = 2) -> None:
        super().__init__()
        self.n_experts = n_experts
        self.router = Router(d_model, n_experts, top_k)
        self.experts = nn.ModuleList([Expert(d_model, d_ff) for _ in range(n_experts)])

    @checked
    def forward(
        self, x: Float[Tensor, "batch seq d_model"]
    ) -> tuple[Float[Tensor, "batch seq d_model"], Float[Tensor, ""]]:
        """Return the sum, and a loss that is small when all experts get the same number of tokens."""
        batch, seq, d_model = x.shape
        tokens = x.view(-1, d_model)
        weights, chosen, probabilities = self.router(tokens)
        result = torch.zeros_like(tokens)
        for index, expert in enumerate(self.experts):
            rows, slots = torch.where(chosen == index)
            said = expert(tokens[rows]) * weights[rows, slots].unsqueeze(-1)
            result = result.index_add(0, rows, said)
        loss = load_balancing_loss(probabilities, chosen)
        return result.view(batch, seq, d_model), loss


@checked
def load_balancing_loss(
    probabilities: Float[Tensor, "tokens n_experts"], chosen: Int[Tensor, "tokens top_k"]
) -> Float[Tensor, ""]:
    """Return the loss of the Switch Transformer."""
    n_experts = probabilities.size(-1)
    used = F.one_hot(chosen, n_experts).float()
    share = used.sum(dim=1).mean(dim=0)
    return n_experts * (share * probabilities.mean(dim=0)).sum()


class DenseMixture(nn.Module):
    """The same with all experts at once: their weights are stacked, every token goes to everyone."""

    def __init__(self, n_experts: int, d_model: int, d_ff: int) -> None:
        super().__init__()
        self.router = nn.Linear(d_model, n_experts)
        self.up = nn.Parameter(torch.randn(n_experts, d_model, d_ff) * d_model**-0.5)
        self.down = nn.Parameter(torch.randn(n_experts, d_ff, d_model) * d_ff**-0.5)

    @checked
    def forward(self, x: Float[Tensor, "batch seq d_model"]) -> Float[Tensor, "batch seq d_model"]:
        """Return the weighted sum over all experts."""
        weights = self.router(x).softmax(dim=-1)
        hidden = F.relu(torch.einsum("bsd,edf->bsef", x, self.up))
        said = torch.einsum("bsef,efd->bsed", hidden, self.down)
        return torch.einsum("bse,bsed->bsd", weights, said)


def main() -> None:
    """Run both on random sequences."""
    torch.manual_seed(0)
    sparse = MixtureOfExperts(d_model=16, d_ff=24, n_experts=5, top_k=2)
    dense = DenseMixture(n_experts=5, d_model=16, d_ff=24)
    x = torch.randn(3, 7, 16)
    y, loss = sparse(x)
    z = dense(x)
    print(f"{tuple(x.shape)} -> {tuple(y.shape)} and {tuple(z.shape)}, balance {loss.item():.3f}")


if __name__ == "__main__":
    main()
