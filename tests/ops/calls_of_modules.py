"""Modules: how they are made, and calls of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from ops.sample import S, T


@dataclass(frozen=True)
class Made:
    """A constructor call.

    Attributes:
        name: The class.
        arguments: Positional arguments.
        keywords: The other arguments.
    """

    name: str
    arguments: tuple[Any, ...]
    keywords: dict[str, Any]

    def __call__(self, *inputs: Any, **keywords: Any) -> Use:
        return Use(self, inputs, keywords)

    def __str__(self) -> str:
        words = [*map(str, self.arguments), *(f"{name}={value}" for name, value in self.keywords.items())]
        return f"{self.name.rpartition('.')[2]}({', '.join(words)})"


@dataclass(frozen=True)
class Use:
    """A call of a module.

    Attributes:
        made: The module.
        inputs: Positional inputs.
        keywords: The other inputs.
    """

    made: Made
    inputs: tuple[Any, ...]
    keywords: dict[str, Any]

    def __str__(self) -> str:
        words = [*map(str, self.inputs), *(f"{name}={value}" for name, value in self.keywords.items())]
        return f"{self.made}({', '.join(words)})"


def layer(name: str, *arguments: Any, **keywords: Any) -> Made:
    """Make a module; its class is one of torch.nn if nothing else is said."""
    return Made(name if "." in name else f"torch.nn.{name}", arguments, keywords)


ELEMENTWISE: Final = (
    "Hardsigmoid",
    "Hardswish",
    "LogSigmoid",
    "Mish",
    "ReLU",
    "ReLU6",
    "SELU",
    "SiLU",
    "Sigmoid",
    "Softsign",
    "Tanh",
    "Tanhshrink",
    "ELU",
    "CELU",
    "GELU",
    "Hardshrink",
    "Softshrink",
    "Hardtanh",
    "LeakyReLU",
    "RReLU",
    "Softplus",
    "Dropout",
    "AlphaDropout",
    "FeatureAlphaDropout",
    "Identity",
    "PReLU",
)
PADDINGS: Final = ("Zero", "Reflection", "Replication", "Circular")
IMAGE: Final = T("b c h w")
SEQUENCE: Final = T("t b d")
DOUBLE: Final = T("2*k b h")
QUERY: Final = T("t b 4*d")
KEY: Final = T("n b 4*d")

GOOD: Final[list[Use]] = [
    # elementwise
    *(layer(name)(T("b n d")) for name in ELEMENTWISE),
    layer("ReLU", inplace=True)(T("b n")),
    layer("GELU", approximate="tanh")(T("b n")),
    layer("Threshold", 0.1, 20.0)(T("b n")),
    layer("Dropout1d", 0.3)(T("b c l")),
    layer("Dropout2d")(IMAGE),
    layer("Dropout3d", p=0.1)(T("b c l h w")),
    layer("Identity", 54, unused=True)(T("b n")),
    layer("PReLU", S("c"))(T("b c l")),
    layer("Softmax", dim=-1)(T("b n")),
    layer("LogSoftmax", 1)(T("b n")),
    layer("Softmin", dim=0)(T("b n")),
    layer("Softmax2d")(IMAGE),
    layer("GLU")(T("b 2*n")),
    layer("CrossMapLRN2d", 3)(IMAGE),
    layer("LocalResponseNorm", 3)(IMAGE),
    # linear maps and embeddings
    layer("Linear", S("d"), S("e"))(T("b n d")),
    layer("Linear", S("d"), S("e"), bias=False)(T("d")),
    layer("LazyLinear", S("e"))(T("b d")),
    layer("Bilinear", S("d"), S("e"), S("o"))(T("b n d"), T("b n e")),
    layer("Embedding", 20, S("d"), padding_idx=0)(T("b t", "index")),
    layer("EmbeddingBag", 20, S("d"), mode="sum")(T("b t", "index")),
    # convolutions
    layer("Conv1d", S("c"), S("o"), 3)(T("b c l")),
    layer("Conv1d", S("c"), S("o"), 4, padding="same", dilation=2)(T("c l")),
    layer("Conv2d", S("c"), S("o"), (3, 5), stride=2, padding=(1, 2), bias=False)(IMAGE),
    layer("Conv2d", S("2*c"), S("4*c"), 3, groups=S("2*c"), padding_mode="circular", padding=1)(
        T("b 2*c h w")
    ),
    layer("Conv3d", S("c"), S("o"), 2, padding="valid")(T("b c l h w")),
    layer("LazyConv1d", S("o"), 3)(T("b c l")),
    layer("LazyConv2d", S("o"), 3)(IMAGE),
    layer("LazyConv3d", S("o"), 3)(T("b c l h w")),
    layer("ConvTranspose1d", S("c"), S("o"), 4, 2, 1)(T("b c l")),
    layer("ConvTranspose2d", S("2*c"), S("2*o"), 4, 2, 1, output_padding=1, groups=2)(T("b 2*c h w")),
    layer("ConvTranspose3d", S("c"), S("o"), 2, stride=2)(T("c l h w")),
    layer("LazyConvTranspose1d", S("o"), 3)(T("b c l")),
    layer("LazyConvTranspose2d", S("o"), 3)(IMAGE),
    layer("LazyConvTranspose3d", S("o"), 3)(T("b c l h w")),
    # pooling
    layer("MaxPool1d", 3)(T("b c l")),
    layer("MaxPool2d", 3, stride=2, padding=1)(IMAGE),
    layer("MaxPool2d", 2, ceil_mode=True, return_indices=True)(IMAGE),
    layer("MaxPool3d", 2)(T("b c l h w")),
    layer("MaxUnpool1d", 2)(T("b c l"), T("b c l", "index")),
    layer("MaxUnpool2d", 2)(IMAGE, T("b c h w", "index")),
    layer("MaxUnpool2d", 2)(IMAGE, T("b c h w", "index"), output_size=(S("b"), S("c"), S("2*h+1"), S("2*w"))),
    layer("MaxUnpool3d", 2)(T("b c l h w"), T("b c l h w", "index")),
    layer("AvgPool1d", 2)(T("b c l")),
    layer("AvgPool2d", (2, 3), ceil_mode=True)(IMAGE),
    layer("AvgPool3d", 2)(T("b c l h w")),
    layer("LPPool1d", 2.0, 3)(T("b c l")),
    layer("LPPool2d", 2.0, (3, 2))(IMAGE),
    layer("LPPool3d", 2.0, 2)(T("b c l h w")),
    layer("AdaptiveAvgPool1d", S("n"))(T("b c l")),
    layer("AdaptiveAvgPool2d", (None, 7))(IMAGE),
    layer("AdaptiveAvgPool3d", 1)(T("b c l h w")),
    layer("AdaptiveMaxPool1d", 4)(T("b c l")),
    layer("AdaptiveMaxPool2d", (3, 4), return_indices=True)(IMAGE),
    layer("AdaptiveMaxPool3d", 2)(T("b c l h w")),
    layer("FractionalMaxPool2d", 2, output_size=3)(IMAGE),
    layer("FractionalMaxPool2d", 2, output_ratio=0.5)(IMAGE),
    layer("FractionalMaxPool3d", 2, output_size=(3, 4, 2))(T("b c l h w")),
    # normalizations
    layer("BatchNorm1d", S("c"))(T("b c")),
    layer("BatchNorm1d", S("c"), affine=False)(T("b c l")),
    layer("BatchNorm2d", S("c"), track_running_stats=False)(IMAGE),
    layer("BatchNorm3d", S("c"))(T("b c l h w")),
    layer("LazyBatchNorm1d")(T("b c")),
    layer("LazyBatchNorm2d")(IMAGE),
    layer("LazyBatchNorm3d")(T("b c l h w")),
    layer("InstanceNorm1d", S("c"), affine=True)(T("c l")),
    layer("InstanceNorm2d", S("c"))(IMAGE),
    layer("InstanceNorm2d", S("k"))(IMAGE),
    layer("InstanceNorm3d", S("c"), track_running_stats=True)(T("b c l h w")),
    layer("LazyInstanceNorm1d")(T("b c l")),
    layer("LazyInstanceNorm2d")(IMAGE),
    layer("LazyInstanceNorm3d")(T("b c l h w")),
    layer("GroupNorm", 2, S("2*c"))(T("b 2*c h w")),
    layer("LayerNorm", S("d"))(T("b n d")),
    layer("LayerNorm", (S("n"), S("d")), bias=False)(T("b n d")),
    layer("RMSNorm", S("d"))(T("b n d")),
    # elements laid out anew
    layer("Flatten")(IMAGE),
    layer("Flatten", 0, 2)(IMAGE),
    layer("Unflatten", 1, (S("c"), 3))(T("b 3*c h")),
    layer("Unflatten", -1, [-1, 4])(T("b 4*h")),
    layer("Fold", (S("h"), S("w")), 3, padding=1)(T("b 9*c h*w")),
    layer("Unfold", (3, 2), stride=2)(IMAGE),
    layer("PixelShuffle", 2)(T("b 4*c h w")),
    layer("PixelUnshuffle", 2)(T("b c 2*h 2*w")),
    layer("ChannelShuffle", 2)(T("b 2*c h w")),
    layer("Upsample", scale_factor=2)(IMAGE),
    layer("Upsample", (S("n"), 5), mode="bilinear", align_corners=True)(IMAGE),
    layer("UpsamplingNearest2d", scale_factor=1.5)(IMAGE),
    layer("UpsamplingBilinear2d", 7)(IMAGE),
    layer("CosineSimilarity", dim=-1)(T("b n d"), T("b 1 d")),
    layer("PairwiseDistance", keepdim=True)(T("b d"), T("b d")),
    # padding
    *(layer(f"{kind}Pad1d", 2)(T("b c l")) for kind in PADDINGS),
    *(layer(f"{kind}Pad2d", (1, 2, 0, 1))(IMAGE) for kind in PADDINGS),
    *(layer(f"{kind}Pad3d", 1)(T("b c l h w")) for kind in PADDINGS),
    layer("ConstantPad1d", (S("n"), 0), 1.5)(T("b l")),
    layer("ConstantPad2d", 2, 0.0)(T("c h w")),
    layer("ConstantPad3d", 2, 0.0)(T("b c l h w")),
    # recurrent networks
    layer("LSTM", S("d"), S("h"))(SEQUENCE),
    layer("LSTM", S("d"), S("h"), 2, batch_first=True, bidirectional=True)(T("b t d")),
    layer("LSTM", S("d"), S("h"), num_layers=S("k"), bidirectional=True)(SEQUENCE, (DOUBLE, DOUBLE)),
    layer("LSTM", S("d"), S("h+4"), proj_size=S("h"))(SEQUENCE),
    layer("LSTM", S("d"), S("h"))(T("t d")),
    layer("GRU", S("d"), S("h"), 3)(SEQUENCE, T("3 b h")),
    layer("GRU", S("d"), S("h"), bidirectional=True)(T("t d"), T("2 h")),
    layer("RNN", S("d"), S("h"), nonlinearity="relu", batch_first=True)(T("b t d")),
    layer("LSTMCell", S("d"), S("h"))(T("b d"), (T("b h"), T("b h"))),
    layer("GRUCell", S("d"), S("h"), bias=False)(T("b d")),
    layer("RNNCell", S("d"), S("h"))(T("d"), T("h")),
    # attention
    layer("MultiheadAttention", S("4*d"), 4)(QUERY, KEY, KEY),
    layer("MultiheadAttention", S("4*d"), 4, batch_first=True)(T("b t 4*d"), T("b n 4*d"), T("b n 4*d")),
    layer("MultiheadAttention", S("4*d"), 2, kdim=S("e"), vdim=S("c"))(QUERY, T("n b e"), T("n b c")),
    layer("MultiheadAttention", S("4*d"), 4)(QUERY, KEY, KEY, need_weights=False),
    layer("MultiheadAttention", S("4*d"), 4)(QUERY, KEY, KEY, average_attn_weights=False),
    layer("MultiheadAttention", S("4*d"), 4, add_zero_attn=True, add_bias_kv=True)(QUERY, KEY, KEY),
    layer("MultiheadAttention", S("4*d"), 4)(T("t 4*d"), T("n 4*d"), T("n 4*d"), attn_mask=T("t n")),
    layer("TransformerEncoderLayer", S("4*d"), 4, 16)(QUERY),
    layer("TransformerEncoderLayer", S("4*d"), 4, 16, batch_first=True)(T("b t 4*d"), T("t t")),
    layer("TransformerDecoderLayer", S("4*d"), 2, 16)(QUERY, KEY),
    layer("Transformer", S("4*d"), 2, 1, 1, 16)(KEY, QUERY),
    # losses
    layer("BCELoss", reduction="none")(T("b n"), T("b n")),
    layer("BCEWithLogitsLoss")(T("b n"), T("b n")),
    layer("CrossEntropyLoss")(T("b c"), T("b", "index")),
    layer("CrossEntropyLoss", reduction="none")(IMAGE, T("b h w", "index")),
    layer("HingeEmbeddingLoss", reduction="none")(T("b n"), T("b n")),
    layer("HuberLoss", "none", 0.5)(T("b n"), T("b n")),
    layer("KLDivLoss", reduction="batchmean")(T("b n"), T("b n")),
    layer("L1Loss")(T("b n"), T("b n")),
    layer("MSELoss", reduction="none")(T("b n"), T("b n")),
    layer("MultiLabelMarginLoss")(T("b n"), T("b n", "index")),
    layer("MultiLabelSoftMarginLoss", reduction="none")(T("b n"), T("b n")),
    layer("MultiMarginLoss", reduction="none")(T("b n"), T("b", "index")),
    layer("NLLLoss", reduction="none")(T("b c h"), T("b h", "index")),
    layer("NLLLoss2d")(IMAGE, T("b h w", "index")),
    layer("PoissonNLLLoss", reduction="none")(T("b n"), T("b n")),
    layer("SmoothL1Loss", reduction="sum")(T("b n"), T("b n")),
    layer("SoftMarginLoss", reduction="none")(T("b n"), T("b n")),
    layer("CosineEmbeddingLoss", reduction="none")(T("b n"), T("b n"), T("b")),
    layer("MarginRankingLoss", reduction="none")(T("b"), T("b"), T("b")),
    layer("TripletMarginLoss", reduction="none")(T("b n"), T("b n"), T("b n")),
    layer("TripletMarginWithDistanceLoss", reduction="none")(T("b n"), T("b n"), T("b n")),
    layer("GaussianNLLLoss", reduction="none")(T("b n"), T("b n"), T("b 1")),
    layer("CTCLoss")(T("10 2 c"), T("2 4", "int"), (10, 10), (4, 4)),
    layer("LinearCrossEntropyLoss", S("d"), S("c"))(T("b d"), T("b", "index")),
    layer("AdaptiveLogSoftmaxWithLoss", S("d"), 20, [5, 10])(T("b d"), T("b", "index")),
    # einops
    layer("einops.layers.torch.Rearrange", "b (h d) -> h b d", h=S("k"))(T("b k*d")),
    layer("einops.layers.torch.Reduce", "b (n k) d -> b n d", "max", k=2)(T("b 2*n d")),
    layer("einops.layers.torch.Reduce", "b ... -> (b s) ...", "repeat", s=4)(T("b n d")),
    layer("einops.layers.torch.EinMix", "t b i -> t b o", weight_shape="i o", i=S("d"), o=S("e"))(SEQUENCE),
    layer(
        "einops.layers.torch.EinMix",
        "b (k i) ... -> b ... (k o)",
        weight_shape="k i o",
        bias_shape="k o",
        k=2,
        i=S("d"),
        o=S("e"),
    )(T("b 2*d h w")),
]

BAD: Final[list[Use]] = [
    layer("Conv2d", S("c"), S("o"), (3, 3, 3))(IMAGE),
    layer("Linear", S("d"), S("e"))(T("b e")),
    layer("Linear", S("d"), S("e"))(T("")),
    layer("Bilinear", S("d"), S("e"), S("o"))(T("b e"), T("b d")),
    layer("Conv1d", S("c"), S("o"), 3)(T("b l c")),
    layer("Conv2d", S("c"), S("o"), 3)(T("b o h w")),
    layer("Conv2d", S("c"), S("o"), 3)(T("b c")),
    layer("Conv2d", S("c"), S("o"), 3)(T("b c 2 w")),
    layer("Conv2d", S("2*c"), S("2*o"), 3, groups=2)(T("b c h w")),
    layer("ConvTranspose2d", S("c"), S("o"), 3)(T("b o h w")),
    layer("MaxPool2d", 3, padding=2)(IMAGE),
    layer("MaxPool2d", 2)(T("b c")),
    layer("AdaptiveAvgPool2d", (1, 2, 3))(IMAGE),
    layer("BatchNorm1d", S("c"))(IMAGE),
    layer("BatchNorm2d", S("c"))(T("b o h w")),
    layer("BatchNorm2d", S("c"))(T("b c h")),
    layer("InstanceNorm2d", S("c"), affine=True)(T("b o h w")),
    layer("InstanceNorm1d", S("c"))(IMAGE),
    layer("GroupNorm", 2, S("2*c"))(T("b 4*c h")),
    layer("LayerNorm", S("d"))(T("b d n")),
    layer("LayerNorm", (S("n"), S("d")))(T("d")),
    layer("RMSNorm", S("d"))(T("b n")),
    layer("PReLU", S("c"))(T("b o l")),
    layer("Softmax", dim=2)(T("b n")),
    layer("Softmax2d")(T("b n")),
    layer("GLU")(T("b 2*n+1")),
    layer("Flatten", 1, 4)(IMAGE),
    layer("Unflatten", 1, (2, 3))(T("b 7")),
    layer("Fold", (S("h"), S("w")), 3)(T("b 9*c h*w")),
    layer("PixelShuffle", 2)(T("b 3 h w")),
    layer("Upsample", scale_factor=2, mode="bilinear")(T("b c h")),
    layer("UpsamplingBilinear2d", 7)(T("b c h")),
    layer("ReflectionPad2d", 3)(T("b c 3 w")),
    layer("ZeroPad2d", (1, 2, 3))(IMAGE),
    layer("LSTM", S("d"), S("h"))(T("t b h")),
    layer("LSTM", S("d"), S("h"))(SEQUENCE, (T("1 b h"), T("1 t h"))),
    layer("LSTM", S("d"), S("h"))(T("d")),
    layer("GRU", S("d"), S("h"), 2)(SEQUENCE, T("3 b h")),
    layer("RNN", S("d"), S("h"), batch_first=True)(SEQUENCE, T("1 b h")),
    layer("LSTMCell", S("d"), S("h"))(T("b h")),
    layer("GRUCell", S("d"), S("h"))(T("b d"), T("b d")),
    layer("RNNCell", S("d"), S("h"))(T("b d"), T("t h")),
    layer("MultiheadAttention", S("4*d"), 4)(T("t b d"), KEY, KEY),
    layer("MultiheadAttention", S("4*d"), 4)(QUERY, KEY, QUERY),
    layer("MultiheadAttention", S("4*d"), 4)(QUERY, T("n t 4*d"), T("n t 4*d")),
    layer("MultiheadAttention", S("4*d"), 4)(QUERY, KEY, KEY, attn_mask=T("n t")),
    layer("MultiheadAttention", S("4*d"), 4)(T("b n t 4*d"), KEY, KEY),
    layer("TransformerEncoderLayer", S("4*d"), 4, 16)(T("t b d")),
    layer("TransformerDecoderLayer", S("4*d"), 2, 16)(QUERY, T("n t 4*d")),
    layer("Transformer", S("4*d"), 2, 1, 1, 16)(QUERY, T("n t 4*d")),
    layer("CrossEntropyLoss")(T("b t c"), T("b t", "index")),
    layer("MSELoss")(T("b n"), T("b d")),
    layer("BCEWithLogitsLoss")(T("b 1"), T("b")),
    layer("einops.layers.torch.Rearrange", "b (h d) -> h b d", h=3)(T("b 10")),
    layer("einops.layers.torch.EinMix", "t b i -> t b o", weight_shape="i o", i=S("d"), o=S("e"))(T("t b e")),
]
"""Calls that torch refuses."""

REFUSED: Final[list[Made]] = [
    layer("Conv2d", 7, 8, 3, groups=2),
    layer("Conv2d", 8, S("2*c+1"), 3, groups=2),
    layer("ConvTranspose1d", 8, 9, 3, groups=2),
    layer("GroupNorm", 4, S("4*c+2")),
    layer("MultiheadAttention", 10, 3),
    layer("TransformerEncoderLayer", 10, 3),
    layer("Transformer", 10, 3),
    layer("einops.layers.torch.Rearrange", "b n -> n"),
    layer("einops.layers.torch.Reduce", "b n -> n", "product"),
]
"""Constructors that torch refuses."""
