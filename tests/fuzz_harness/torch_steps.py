"""Lines of random programs that call PyTorch: products, element by element, reductions, joins."""

from __future__ import annotations

from fuzz_harness.writing import Sizes, Writer

_SAME_SHAPE = (
    *("torch.relu({0})", "-{0}", "{0}.tanh()", "torch.softmax({0}, dim=-1)", "{0}.cumsum(dim=0)"),
    *("{0}.flip(0)", "{0}.roll(1, dims=0)", "F.gelu({0})", "F.layer_norm({0}, {0}.shape[-1:])"),
    *("{0}.sort(dim=0).values", "F.normalize({0}, dim=-1)", "{0}.clamp(min=0)", "torch.zeros_like({0})"),
    *("{0}.masked_fill({0} > 0, 0.0)", "{0}.new_zeros({0}.shape)", "torch.where({0} > 0, {0}, 0.0)"),
    *("F.dropout({0}, 0.1)", "2 * {0} + 1", "{0} / {0}.abs().max()", "torch.randn({0}.shape)"),
)

_TWO_OPERANDS = (
    *("{0} + {1}", "{0} - {1}", "{0} * {1}", "{0} / {1}", "torch.maximum({0}, {1})", "torch.add({0}, {1})"),
    *("torch.where({0} > {1}, {0}, {1})", "{0}.mul({1})", "torch.atan2({0}, {1})"),
)

_IN_PLACE = ("{0} += {1}", "{0} *= {1}", "{0}.add_({1})", "{0}.copy_({1})", "{0}[...] = {1}", "{0}[:] = {1}")


def same_shape(writer: Writer) -> None:
    name = writer.pick()
    if name is not None:
        writer.assign(writer.choose(*_SAME_SHAPE).format(name), writer.shapes[name])


def two_operands(writer: Writer) -> None:
    left = writer.pick()
    if left is None:
        return
    shape = writer.shapes[left]
    right = writer.partner(lambda other: _broadcasts(shape, other))
    if right is not None:
        writer.assign(
            writer.choose(*_TWO_OPERANDS).format(left, right), broadcast(shape, writer.shapes[right])
        )


def in_place(writer: Writer) -> None:
    """Broadcast an operand into a tensor."""
    left = writer.pick()
    if left is None:
        return
    shape = writer.shapes[left]
    right = writer.partner(lambda other: len(other) <= len(shape) and _broadcasts(shape, other))
    if right is not None:
        name = writer.new()
        writer.write(f"{name} = {left}.clone()")
        writer.write(writer.choose(*_IN_PLACE).format(name, right))
        writer.shapes[name] = shape


def matmul(writer: Writer) -> None:
    left = writer.pick()
    if left is None:
        return
    shape = writer.shapes[left]
    right = writer.partner(lambda other: len(other) == 2 and other[0] == shape[-1])
    if right is not None:
        form = writer.choose("{0} @ {1}", "torch.matmul({0}, {1})", "{0}.matmul({1})")
        writer.assign(form.format(left, right), (*shape[:-1], *writer.shapes[right][1:]))


def matmul_transposed(writer: Writer) -> None:
    left = writer.pick((2, 3))
    if left is None:
        return
    shape = writer.shapes[left]
    right = writer.partner(lambda other: len(other) == 2 and other[1] == shape[-1])
    if right is not None:
        form = writer.choose(
            "{0} @ {1}.mT", "F.linear({0}, {1})", "torch.tensordot({0}, {1}, dims=([-1], [1]))"
        )
        writer.assign(form.format(left, right), (*shape[:-1], *writer.shapes[right][:1]))


def batched_product(writer: Writer) -> None:
    left = writer.pick((3,))
    if left is None:
        return
    first, rows, inner = writer.shapes[left]
    right = writer.partner(lambda other: len(other) == 3 and (other[0], other[2]) == (first, inner))
    if right is not None:
        columns = writer.shapes[right][1] if len(writer.shapes[right]) == 3 else "?"
        form = writer.choose(
            "torch.bmm({0}, {1}.mT)", "torch.einsum('bik,bjk->bij', {0}, {1})", "torch.cdist({0}, {1})"
        )
        writer.assign(form.format(left, right), (first, rows, columns))


def attention(writer: Writer) -> None:
    query = writer.pick((2, 3))
    if query is None:
        return
    shape = writer.shapes[query]
    key = writer.partner(lambda other: (*other[:-2], other[-1:]) == (*shape[:-2], shape[-1:]))
    if key is not None:
        writer.assign(f"F.scaled_dot_product_attention({query}, {key}, {key})", shape)


def vector_product(writer: Writer) -> None:
    left = writer.pick((1,))
    if left is None:
        return
    (size,) = writer.shapes[left]
    right = writer.partner(lambda other: other == (size,))
    if right is None:
        return
    if writer.happens(0.5):
        writer.assign(f"torch.outer({left}, {right})", (size, *writer.shapes[right]))
    else:
        writer.assign(writer.choose("{0} @ {1}", "torch.dot({0}, {1})").format(left, right), ())


def letters(writer: Writer) -> None:
    """Multiply by `einsum`."""
    left = writer.pick((2,))
    if left is None:
        return
    shape = writer.shapes[left]
    right = writer.partner(lambda other: len(other) == 2 and other[0] == shape[1])
    if right is None:
        return
    last = writer.shapes[right][-1] if writer.shapes[right] else "?"
    equation, result = writer.random.choice(
        [
            ("ij,jk->ik", (shape[0], last)),
            ("ij,jk->ki", (last, shape[0])),
            ("ij,jk->ijk", (*shape, last)),
            ("ij,jk->k", (last,)),
        ]
    )
    writer.assign(f'torch.einsum("{equation}", {left}, {right})', result)


def reduce(writer: Writer) -> None:
    name = writer.pick()
    if name is None:
        return
    shape = writer.shapes[name]
    axis = writer.random.randrange(-len(shape), len(shape))
    kept = writer.happens(0.4)
    method = writer.choose("sum", "mean", "amax", "logsumexp", "norm", "prod")
    writer.assign(
        f"{name}.{method}(dim={axis}{', keepdim=True' if kept else ''})", without_axis(shape, axis, kept=kept)
    )


def reduce_pair(writer: Writer) -> None:
    """Reduce two axes, or all."""
    name = writer.pick((2, 3))
    if name is None:
        return
    shape = writer.shapes[name]
    if writer.happens(0.5):
        writer.assign(f"{name}.sum(dim=(0, 1))", shape[2:])
    else:
        writer.assign(f"{name}.max(dim=0).values", shape[1:])


def join(writer: Writer) -> None:
    left = writer.pick()
    if left is None:
        return
    shape = writer.shapes[left]
    axis = writer.random.randrange(len(shape))
    rest = shape[:axis], shape[axis + 1 :]
    if writer.happens(0.5):
        right = writer.partner(lambda other: (other[:axis], other[axis + 1 :]) == rest)
        if right is not None:
            other = dict(enumerate(writer.shapes[right])).get(axis, "?")
            sizes = (*shape[:axis], f"{shape[axis]}+{other}", *shape[axis + 1 :])
            writer.assign(f"torch.cat([{left}, {right}], dim={axis})", sizes)
    else:
        right = writer.partner(lambda other: other == shape)
        place = writer.random.randint(0, len(shape))
        writer.assign(f"torch.stack([{left}, {right}], dim={place})", (*shape[:place], "2", *shape[place:]))


def window(writer: Writer) -> None:
    """Move a window over the last axis."""
    name = writer.pick((3,))
    if name is None:
        return
    batch, channels, length = writer.shapes[name]
    match writer.choose("convolution", "pooling", "padding"):
        case "convolution":
            weight = writer.partner(lambda other: len(other) == 3 and other[1] == channels)
            if weight is not None:
                out = writer.shapes[weight][0] if writer.shapes[weight] else "?"
                writer.assign(f"F.conv1d({name}, {weight}, padding=20)", (batch, out, "?"))
        case "pooling":
            writer.assign(f"F.max_pool1d({name}, 2)", (batch, channels, "?"))
        case _:
            writer.assign(f"F.pad({name}, (1, 2))", (batch, channels, f"{length}+3"))


def without_axis(shape: Sizes, axis: int, *, kept: bool) -> Sizes:
    """Return a shape in which one axis is gone, or is 1."""
    position = axis % len(shape)
    return (*shape[:position], *(("1",) if kept else ()), *shape[position + 1 :])


def _broadcasts(shape: Sizes, other: Sizes) -> bool:
    pairs = zip(reversed(shape), reversed(other), strict=False)
    return all(left == right or "1" in (left, right) for left, right in pairs)


def broadcast(shape: Sizes, other: Sizes) -> Sizes:
    """Guess what two shapes broadcast to."""
    longer, shorter = (shape, other) if len(shape) >= len(other) else (other, shape)
    start = len(longer) - len(shorter)
    tail = (right if left == "1" else left for left, right in zip(longer[start:], shorter, strict=True))
    return (*longer[:start], *tail)
