"""A GPT with rotary position embedding; while it generates, a cache keeps the keys and values of the past."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from jaxtyping import Float, Int
from torch import Tensor, nn

from conformable import checked


@dataclass(frozen=True)
class Config:
    """The sizes of a model."""

    vocab: int = 61
    d_model: int = 32
    n_heads: int = 4
    n_layers: int = 2
    context: int = 24


@checked
def rotate(
    x: Float[Tensor, "batch heads seq d_head"],
    cos: Float[Tensor, "seq d_head//2"],
    sin: Float[Tensor, "seq d_head//2"],
) -> Float[Tensor, "batch heads seq d_head"]:
    """Turn each pair of features by the angle of its position."""
    first, second = x.chunk(2, dim=-1)
    return torch.cat([first * cos - second * sin, first * sin + second * cos], dim=-1)


@checked
def causal_attention(
    q: Float[Tensor, "batch heads new d_head"],
    k: Float[Tensor, "batch heads seen d_head"],
    v: Float[Tensor, "batch heads seen d_head"],
) -> Float[Tensor, "batch heads new d_head"]:
    """Attend from the last positions to themselves and to all that come before."""
    new, seen = q.size(2), k.size(2)
    future = torch.ones(new, seen, dtype=torch.bool, device=q.device).triu(diagonal=1 + seen - new)
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.size(-1))
    weights = F.softmax(scores.masked_fill(future, float("-inf")), dim=-1)
    return weights @ v


class RotaryEmbedding(nn.Module):
    """The angles of all positions, computed once."""

    cos: Float[Tensor, "context d_head//2"]
    sin: Float[Tensor, "context d_head//2"]

    def __init__(self, d_head: int, context: int, base: float = 10_000.0) -> None:
        super().__init__()
        frequencies = base ** (-torch.arange(0, d_head, 2) / d_head)
        angles = torch.outer(torch.arange(context), frequencies)
        self.register_buffer("cos", angles.cos())
        self.register_buffer("sin", angles.sin())

    @checked
    def forward(
        self, x: Float[Tensor, "batch heads seq d_head"], start: int
    ) -> Float[Tensor, "batch heads seq d_head"]:
        """Turn what stands at the positions from `start` on."""
        stop = start + x.shape[2]
        return rotate(x, self.cos[start:stop], self.sin[start:stop])


class Cache(nn.Module):
    """The keys and values of all positions so far."""

    keys: Float[Tensor, "batch n_heads context d_head"]
    values: Float[Tensor, "batch n_heads context d_head"]

    def __init__(self, batch: int, n_heads: int, context: int, d_head: int) -> None:
        super().__init__()
        self.register_buffer("keys", torch.zeros(batch, n_heads, context, d_head))
        self.register_buffer("values", torch.zeros(batch, n_heads, context, d_head))

    @checked
    def update(
        self,
        start: int,
        k: Float[Tensor, "batch n_heads seq d_head"],
        v: Float[Tensor, "batch n_heads seq d_head"],
    ) -> tuple[
        Float[Tensor, "batch n_heads {start}+seq d_head"], Float[Tensor, "batch n_heads {start}+seq d_head"]
    ]:
        """Store what is new and return all of it."""
        stop = start + k.size(2)
        self.keys[:, :, start:stop] = k
        self.values[:, :, start:stop] = v
        return self.keys[:, :, :stop], self.values[:, :, :stop]


class SelfAttention(nn.Module):
    """Each position attends to itself and to those before it."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        assert config.d_model % config.n_heads == 0
        self.n_heads = config.n_heads
        self.d_head = config.d_model // config.n_heads
        self.qkv = nn.Linear(config.d_model, 3 * config.d_model, bias=False)
        self.out = nn.Linear(config.d_model, config.d_model, bias=False)
        self.rotary = RotaryEmbedding(self.d_head, config.context)

    @checked
    def forward(
        self, x: Float[Tensor, "batch seq d_model"], start: int = 0, cache: Cache | None = None
    ) -> Float[Tensor, "batch seq d_model"]:
        """Attend from the new positions to all positions."""
        batch, seq, d_model = x.shape
        q, k, v = self.qkv(x).split(d_model, dim=-1)
        q = q.view(batch, seq, self.n_heads, self.d_head).transpose(1, 2)
        k = k.view(batch, seq, self.n_heads, self.d_head).transpose(1, 2)
        v = v.view(batch, seq, self.n_heads, self.d_head).transpose(1, 2)
        q, k = self.rotary(q, start), self.rotary(k, start)
        if cache is not None:
            k, v = cache.update(start, k, v)
        heads = causal_attention(q, k, v).transpose(1, 2).contiguous().view(batch, seq, d_model)
        return self.out(heads)


class MLP(nn.Module):
    """Two layers, four times as wide inside."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.up = nn.Linear(config.d_model, 4 * config.d_model)
        self.down = nn.Linear(4 * config.d_model, config.d_model)

    @checked
    def forward(self, x: Float[Tensor, "batch seq d_model"]) -> Float[Tensor, "batch seq d_model"]:
        """Map each position on its own."""
        return self.down(F.gelu(self.up(x)))


class Block(nn.Module):
    """Attention and MLP, each with its norm and its residual path."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.norm_attention = nn.LayerNorm(config.d_model)
        self.attention = SelfAttention(config)
        self.norm_mlp = nn.LayerNorm(config.d_model)
        self.mlp = MLP(config)

    @checked
    def forward(
        self, x: Float[Tensor, "batch seq d_model"], start: int = 0, cache: Cache | None = None
    ) -> Float[Tensor, "batch seq d_model"]:
        """Add what attention and MLP say to each position."""
        x = x + self.attention(self.norm_attention(x), start, cache)
        return x + self.mlp(self.norm_mlp(x))


class GPT(nn.Module):
    """A language model."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(config.vocab, config.d_model)
        self.blocks = nn.ModuleList([Block(config) for _ in range(config.n_layers)])
        self.norm = nn.LayerNorm(config.d_model)
        self.head = nn.Linear(config.d_model, config.vocab, bias=False)
        self.head.weight = self.embedding.weight

    @checked
    def forward(
        self, tokens: Int[Tensor, "batch seq"], start: int = 0, caches: list[Cache] | None = None
    ) -> Float[Tensor, "batch seq {self.config.vocab}"]:
        """Return the logits of the token that follows each position."""
        x = self.embedding(tokens)
        for index, block in enumerate(self.blocks):
            x = block(x, start, caches[index] if caches is not None else None)
        return self.head(self.norm(x))

    @checked
    def loss(self, tokens: Int[Tensor, "batch seq"]) -> Float[Tensor, ""]:
        """Return the mean cross-entropy of each token, given those before it."""
        logits = self(tokens[:, :-1])
        return F.cross_entropy(logits.flatten(0, 1), tokens[:, 1:].flatten())

    @torch.no_grad()
    @checked
    def generate(self, prompt: Int[Tensor, "batch seq"], n_new: int) -> Int[Tensor, "batch seq+{n_new}"]:
        """Continue each prompt with the most likely tokens."""
        batch, seq = prompt.shape
        config = self.config
        d_head = config.d_model // config.n_heads
        caches = [Cache(batch, config.n_heads, config.context, d_head) for _ in self.blocks]
        tokens = torch.cat([prompt, prompt.new_zeros(batch, n_new)], dim=1)
        logits = self(prompt, 0, caches)[:, -1]
        for position in range(seq, seq + n_new):
            token = logits.argmax(dim=-1, keepdim=True)
            tokens[:, position] = token[:, 0]
            logits = self(token, position, caches)[:, -1]
        return tokens


def main() -> None:
    """Train on random tokens for one step, then generate with the cache."""
    torch.manual_seed(0)
    config = Config()
    model = GPT(config)
    tokens = torch.randint(config.vocab, (3, 12))
    loss = model.loss(tokens)
    loss.backward()
    longer = model.generate(tokens, 5)
    print(f"loss {loss.item():.3f}; {tuple(tokens.shape)} -> {tuple(longer.shape)}")


if __name__ == "__main__":
    main()
