"""A tagger: words and their characters through bidirectional LSTMs, to one tag for each word."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from jaxtyping import Float, Int
from torch import Tensor, nn

from conformable import checked


class CharacterEncoder(nn.Module):
    """Reads a word letter by letter."""

    def __init__(self, n_characters: int, d_embedding: int, d_hidden: int) -> None:
        super().__init__()
        self.d_hidden = d_hidden
        self.embedding = nn.Embedding(n_characters, d_embedding, padding_idx=0)
        self.lstm = nn.LSTM(d_embedding, d_hidden, batch_first=True, bidirectional=True)

    @checked
    def forward(self, characters: Int[Tensor, "words length"]) -> Float[Tensor, "words 2*{self.d_hidden}"]:
        """Return the last state of each direction."""
        embedded = self.embedding(characters)
        _, (hidden, _) = self.lstm(embedded)
        return torch.cat([hidden[0], hidden[1]], dim=-1)


class Tagger(nn.Module):
    """Gives each word of a sentence the logits of its tag."""

    def __init__(
        self,
        n_words: int,
        n_characters: int,
        n_tags: int,
        d_word: int = 12,
        d_character: int = 5,
        d_spelling: int = 7,
        d_hidden: int = 16,
        n_layers: int = 2,
    ) -> None:
        super().__init__()
        self.word_embedding = nn.Embedding(n_words, d_word)
        self.characters = CharacterEncoder(n_characters, d_character, d_spelling)
        self.lstm = nn.LSTM(
            input_size=d_word + 2 * d_spelling,
            hidden_size=d_hidden,
            num_layers=n_layers,
            batch_first=True,
            bidirectional=True,
            dropout=0.1,
        )
        self.hidden_to_tag = nn.Linear(2 * d_hidden, n_tags)

    @checked
    def forward(
        self, words: Int[Tensor, "batch seq"], characters: Int[Tensor, "batch seq length"]
    ) -> Float[Tensor, "batch seq n_tags"]:
        """Return the logits of all tags."""
        batch, seq, length = characters.shape
        spelled = self.characters(characters.view(batch * seq, length)).view(batch, seq, -1)
        x = torch.cat([self.word_embedding(words), spelled], dim=-1)
        states, _ = self.lstm(x)
        return self.hidden_to_tag(states)

    @checked
    def loss(
        self,
        words: Int[Tensor, "batch seq"],
        characters: Int[Tensor, "batch seq length"],
        tags: Int[Tensor, "batch seq"],
    ) -> Float[Tensor, ""]:
        """Return the mean cross-entropy of the tags."""
        logits = self(words, characters)
        return F.cross_entropy(logits.transpose(1, 2), tags)


@checked
def accuracy(logits: Float[Tensor, "batch seq n_tags"], tags: Int[Tensor, "batch seq"]) -> Float[Tensor, ""]:
    """Return the share of the words whose most likely tag is right."""
    predicted = logits.argmax(dim=-1)
    return (predicted == tags).float().mean()


def main() -> None:
    """Learn random tags by heart."""
    torch.manual_seed(0)
    model = Tagger(n_words=50, n_characters=27, n_tags=6)
    words = torch.randint(50, (4, 9))
    characters = torch.randint(1, 27, (4, 9, 8))
    tags = torch.randint(6, (4, 9))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.03)
    for _ in range(10):
        optimizer.zero_grad()
        loss = model.loss(words, characters, tags)
        loss.backward()
        optimizer.step()
    logits = model(words, characters)
    print(f"{tuple(words.shape)} -> {tuple(logits.shape)}, accuracy {accuracy(logits, tags).item():.2f}")


if __name__ == "__main__":
    main()
