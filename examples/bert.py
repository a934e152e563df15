"""A BERT encoder, with masked-language-model and classification heads."""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn

from conformable import checked


@dataclass
class BertConfig:
    """The sizes of a model."""

    vocab_size: int = 71
    hidden_size: int = 24
    num_layers: int = 2
    num_heads: int = 3
    intermediate_size: int = 40
    max_positions: int = 16
    type_vocab_size: int = 2
    dropout: float = 0.1


class BertEmbeddings(nn.Module):
    """Tokens, positions and segments."""

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.words = nn.Embedding(config.vocab_size, config.hidden_size)
        self.positions = nn.Embedding(config.max_positions, config.hidden_size)
        self.segments = nn.Embedding(config.type_vocab_size, config.hidden_size)
        self.norm = nn.LayerNorm(config.hidden_size)
        self.dropout = nn.Dropout(config.dropout)

    @checked
    def forward(
        self, tokens: Int[Tensor, "batch seq"], segments: Int[Tensor, "batch seq"] | None = None
    ) -> Float[Tensor, "batch seq hidden_size"]:
        """Embed each position."""
        if segments is None:
            segments = torch.zeros_like(tokens)
        positions = torch.arange(tokens.size(1), device=tokens.device).unsqueeze(0)
        x = self.words(tokens) + self.positions(positions) + self.segments(segments)
        return self.dropout(self.norm(x))


class BertSelfAttention(nn.Module):
    """Every position attends to every position that is not padding."""

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        if config.hidden_size % config.num_heads != 0:
            raise ValueError("hidden_size is not a multiple of num_heads")
        self.num_heads = config.num_heads
        self.head_size = config.hidden_size // config.num_heads
        self.query = nn.Linear(config.hidden_size, self.num_heads * self.head_size)
        self.key = nn.Linear(config.hidden_size, self.num_heads * self.head_size)
        self.value = nn.Linear(config.hidden_size, self.num_heads * self.head_size)
        self.output = nn.Linear(self.num_heads * self.head_size, config.hidden_size)

    @checked
    def split_heads(
        self, x: Float[Tensor, "batch seq hidden_size"]
    ) -> Float[Tensor, "batch {self.num_heads} seq {self.head_size}"]:
        """Give each head its part of the last axis."""
        return x.view(*x.shape[:-1], self.num_heads, self.head_size).permute(0, 2, 1, 3)

    @checked
    def forward(
        self, x: Float[Tensor, "batch seq hidden_size"], mask: Bool[Tensor, "batch seq"]
    ) -> Float[Tensor, "batch seq hidden_size"]:
        """Attend; the mask is True where there is a token."""
        q = self.split_heads(self.query(x))
        k = self.split_heads(self.key(x))
        v = self.split_heads(self.value(x))
        scores = torch.matmul(q, k.transpose(-1, -2)) * self.head_size**-0.5
        scores = scores.masked_fill(~mask[:, None, None, :], torch.finfo(scores.dtype).min)
        weights = F.softmax(scores, dim=-1)
        context = torch.matmul(weights, v).permute(0, 2, 1, 3).contiguous()
        context = context.view(*context.shape[:-2], -1)
        return self.output(context)


class BertLayer(nn.Module):
    """Attention and feed-forward, each with its residual path and its norm behind it."""

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.attention = BertSelfAttention(config)
        self.attention_norm = nn.LayerNorm(config.hidden_size)
        self.intermediate = nn.Linear(config.hidden_size, config.intermediate_size)
        self.output = nn.Linear(config.intermediate_size, config.hidden_size)
        self.output_norm = nn.LayerNorm(config.hidden_size)
        self.dropout = nn.Dropout(config.dropout)

    @checked
    def forward(
        self, x: Float[Tensor, "batch seq hidden_size"], mask: Bool[Tensor, "batch seq"]
    ) -> Float[Tensor, "batch seq hidden_size"]:
        """Apply one layer."""
        attended = self.dropout(self.attention(x, mask))
        x = self.attention_norm(x + attended)
        hidden = F.gelu(self.intermediate(x))
        return self.output_norm(x + self.dropout(self.output(hidden)))


class BertModel(nn.Module):
    """The encoder, and the pooled first position."""

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.embeddings = BertEmbeddings(config)
        self.layers = nn.ModuleList(BertLayer(config) for _ in range(config.num_layers))
        self.pooler = nn.Sequential(nn.Linear(config.hidden_size, config.hidden_size), nn.Tanh())

    @checked
    def forward(
        self, tokens: Int[Tensor, "batch seq"], mask: Bool[Tensor, "batch seq"] | None = None
    ) -> tuple[Float[Tensor, "batch seq hidden_size"], Float[Tensor, "batch hidden_size"]]:
        """Return each position and the pooled sequence."""
        if mask is None:
            mask = torch.ones_like(tokens, dtype=torch.bool)
        x = self.embeddings(tokens)
        for layer in self.layers:
            x = layer(x, mask)
        return x, self.pooler(x[:, 0])


class BertForPreTraining(nn.Module):
    """Predicts hidden tokens, and one of two labels for the sequence."""

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.bert = BertModel(config)
        self.transform = nn.Sequential(
            nn.Linear(config.hidden_size, config.hidden_size), nn.GELU(), nn.LayerNorm(config.hidden_size)
        )
        self.decoder = nn.Linear(config.hidden_size, config.vocab_size)
        self.classifier = nn.Linear(config.hidden_size, 2)

    @checked
    def forward(
        self, tokens: Int[Tensor, "batch seq"], mask: Bool[Tensor, "batch seq"] | None = None
    ) -> tuple[Float[Tensor, "batch seq vocab_size"], Float[Tensor, "batch 2"]]:
        """Return the logits of each token and of the label."""
        x, pooled = self.bert(tokens, mask)
        return self.decoder(self.transform(x)), self.classifier(pooled)


@checked
def pretraining_loss(
    token_logits: Float[Tensor, "batch seq vocab"],
    label_logits: Float[Tensor, "batch n_labels"],
    tokens: Int[Tensor, "batch seq"],
    labels: Int[Tensor, "batch"],
) -> Float[Tensor, ""]:
    """Add up the losses of both heads."""
    batch, seq, vocab = token_logits.shape
    token_loss = F.cross_entropy(token_logits.reshape(batch * seq, vocab), tokens.reshape(batch * seq))
    return token_loss + F.cross_entropy(label_logits, labels)


def main() -> None:
    """Encode random tokens, of which the last three are padding."""
    torch.manual_seed(0)
    config = BertConfig()
    model = BertForPreTraining(config)
    tokens = torch.randint(config.vocab_size, (4, 10))
    mask = torch.arange(10).expand(4, 10) < 7
    token_logits, label_logits = model(tokens, mask)
    loss = pretraining_loss(token_logits, label_logits, tokens, torch.randint(2, (4,)))
    loss.backward()
    print(f"tokens {tuple(token_logits.shape)}, labels {tuple(label_logits.shape)}, loss {loss.item():.3f}")


if __name__ == "__main__":
    main()
