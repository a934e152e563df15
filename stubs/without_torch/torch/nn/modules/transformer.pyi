# mypy: ignore-errors
from typing import Any, overload
from collections.abc import Callable
from typing import Any
import torch
import torch.nn.functional as F
from torch import Tensor
from torch.nn.init import xavier_uniform_
from torch.nn.modules.activation import MultiheadAttention
from torch.nn.modules.container import ModuleList
from torch.nn.modules.dropout import Dropout
from torch.nn.modules.linear import Linear
from torch.nn.modules.module import Module
from torch.nn.modules.normalization import LayerNorm
class Transformer(Module):
    def __init__(self, d_model: int=..., nhead: int=..., num_encoder_layers: int=..., num_decoder_layers: int=..., dim_feedforward: int=..., dropout: float=..., activation: str | Callable[[Tensor], Tensor]=..., custom_encoder: Any | None=..., custom_decoder: Any | None=..., layer_norm_eps: float=..., batch_first: bool=..., norm_first: bool=..., bias: bool=..., device=..., dtype=...) -> None: ...
    def forward(self, src: Tensor, tgt: Tensor, src_mask: Tensor | None=..., tgt_mask: Tensor | None=..., memory_mask: Tensor | None=..., src_key_padding_mask: Tensor | None=..., tgt_key_padding_mask: Tensor | None=..., memory_key_padding_mask: Tensor | None=..., src_is_causal: bool | None=..., tgt_is_causal: bool | None=..., memory_is_causal: bool=...) -> Tensor: ...
    @staticmethod
    def generate_square_subsequent_mask(sz: int, device: torch.device | None=..., dtype: torch.dtype | None=...) -> Tensor: ...
    d_model: int
    nhead: int
    batch_first: bool
    encoder: Any | None
    decoder: Any | None
class TransformerEncoder(Module):
    def __init__(self, encoder_layer: 'TransformerEncoderLayer', num_layers: int, norm: Module | None=..., enable_nested_tensor: bool=..., mask_check: bool=...) -> None: ...
    def forward(self, src: Tensor, mask: Tensor | None=..., src_key_padding_mask: Tensor | None=..., is_causal: bool | None=...) -> Tensor: ...
    num_layers: int
    norm: Module | None
    enable_nested_tensor: bool
    use_nested_tensor: bool
    mask_check: bool
class TransformerDecoder(Module):
    def __init__(self, decoder_layer: 'TransformerDecoderLayer', num_layers: int, norm: Module | None=...) -> None: ...
    def forward(self, tgt: Tensor, memory: Tensor, tgt_mask: Tensor | None=..., memory_mask: Tensor | None=..., tgt_key_padding_mask: Tensor | None=..., memory_key_padding_mask: Tensor | None=..., tgt_is_causal: bool | None=..., memory_is_causal: bool=...) -> Tensor: ...
    num_layers: int
    norm: Module | None
class TransformerEncoderLayer(Module):
    def __init__(self, d_model: int, nhead: int, dim_feedforward: int=..., dropout: float=..., activation: str | Callable[[Tensor], Tensor]=..., layer_norm_eps: float=..., batch_first: bool=..., norm_first: bool=..., bias: bool=..., device=..., dtype=...) -> None: ...
    def __setstate__(self, state): ...
    def forward(self, src: Tensor, src_mask: Tensor | None=..., src_key_padding_mask: Tensor | None=..., is_causal: bool=...) -> Tensor: ...
    self_attn: MultiheadAttention
    linear1: Linear
    dropout: Dropout
    linear2: Linear
    norm_first: bool
    norm1: LayerNorm
    norm2: LayerNorm
    dropout1: Dropout
    dropout2: Dropout
    activation: str | Callable[[Tensor], Tensor]
class TransformerDecoderLayer(Module):
    def __init__(self, d_model: int, nhead: int, dim_feedforward: int=..., dropout: float=..., activation: str | Callable[[Tensor], Tensor]=..., layer_norm_eps: float=..., batch_first: bool=..., norm_first: bool=..., bias: bool=..., device=..., dtype=...) -> None: ...
    def __setstate__(self, state): ...
    def forward(self, tgt: Tensor, memory: Tensor, tgt_mask: Tensor | None=..., memory_mask: Tensor | None=..., tgt_key_padding_mask: Tensor | None=..., memory_key_padding_mask: Tensor | None=..., tgt_is_causal: bool=..., memory_is_causal: bool=...) -> Tensor: ...
    self_attn: MultiheadAttention
    multihead_attn: MultiheadAttention
    linear1: Linear
    dropout: Dropout
    linear2: Linear
    norm_first: bool
    norm1: LayerNorm
    norm2: LayerNorm
    norm3: LayerNorm
    dropout1: Dropout
    dropout2: Dropout
    dropout3: Dropout
    activation: str | Callable[[Tensor], Tensor]
def __getattr__(name: str) -> Any: ...
