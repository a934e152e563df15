"""Lines of random programs that look at tensors in another way: views, axes, indices, einops."""

from __future__ import annotations

from fuzz_harness.writing import Sizes, Writer


def transpose(writer: Writer) -> None:
    name = writer.pick((2, 3))
    if name is not None:
        shape = writer.shapes[name]
        form = writer.choose(
            "{}.mT", "{}.transpose(-2, -1)", "{}.swapaxes(-1, -2)", "torch.movedim({}, -1, -2)"
        )
        writer.assign(form.format(name), (*shape[:-2], shape[-1], shape[-2]))


def permute(writer: Writer) -> None:
    name = writer.pick((2, 3))
    if name is None:
        return
    shape = writer.shapes[name]
    order = writer.random.sample(range(len(shape)), len(shape))
    form = writer.choose("{0}.permute({1})", "torch.permute({0}, ({1}))")
    writer.assign(form.format(name, ", ".join(map(str, order))), tuple(shape[axis] for axis in order))


def unsqueeze(writer: Writer) -> None:
    name = writer.pick((1, 2, 3))
    if name is None:
        return
    shape = writer.shapes[name]
    axis = writer.random.randint(0, len(shape))
    forms = [f"{name}.unsqueeze({axis})", f"{name}[{':, ' * axis}None]"]
    forms += [f"{name}[..., None]"] if axis == len(shape) else []
    writer.assign(writer.choose(*forms), (*shape[:axis], "1", *shape[axis:]))


def squeeze(writer: Writer) -> None:
    name = writer.pick((2, 3, 4))
    if name is None or "1" not in writer.shapes[name]:
        return
    shape = writer.shapes[name]
    axis = shape.index("1")
    writer.assign(f"{name}.squeeze({axis})", (*shape[:axis], *shape[axis + 1 :]))


def select(writer: Writer) -> None:
    name = writer.pick((2, 3))
    if name is None:
        return
    shape = writer.shapes[name]
    form, result = writer.random.choice(
        [
            ("{0}[0]", shape[1:]),
            ("{0}[-1]", shape[1:]),
            ("{0}[:, 0]", (shape[0], *shape[2:])),
            ("{0}[..., 0]", shape[:-1]),
            ("{0}.select(0, 0)", shape[1:]),
        ]
    )
    writer.assign(form.format(name), result)


def cut(writer: Writer) -> None:
    """Cut a part out of the first axis."""
    name = writer.pick((1, 2, 3))
    if name is None:
        return
    shape = writer.shapes[name]
    half = f"{name}.shape[0] // 2"
    form, size = writer.random.choice(
        [
            ("{0}[1:]", "?"),
            ("{0}[:-1]", "?"),
            ("{0}[::2]", "?"),
            ("{0}[:2]", "2"),
            (f"{{0}}[: {half}]", "?"),
            (f"{{0}}[{half} :]", "?"),
            ("{0}[[0, 0, -1]]", "3"),
            ("{0}.narrow(0, 0, 1)", "1"),
        ]
    )
    writer.assign(form.format(name), (size, *shape[1:]))


def cut_like(writer: Writer) -> None:
    """Cut an axis to the length of another tensor's."""
    name, other = writer.pick((1, 2, 3)), writer.pick((1, 2, 3))
    if name is not None and other is not None:
        shape = writer.shapes[name]
        writer.assign(f"{name}[: {other}.shape[0]]", (writer.shapes[other][0], *shape[1:]))


def flatten(writer: Writer) -> None:
    name = writer.pick((2, 3))
    if name is None:
        return
    shape = writer.shapes[name]
    every = "*".join(shape)
    if "?" in every or "+" in every:
        every = "?"
    form, result = writer.random.choice(
        [
            ("{0}.flatten()", (every,)),
            ("{0}.reshape(-1)", (every,)),
            ("{0}.reshape({0}.shape[0], -1)", (shape[0], "?" if len(shape) == 3 else shape[1])),
            ("{0}.flatten(0, 1)", ("?", *shape[2:])),
            ("{0}.reshape({0}.shape[0] * {0}.shape[1], *{0}.shape[2:])", ("?", *shape[2:])),
            ("{0}.ravel()", (every,)),
        ]
    )
    writer.assign(form.format(name), result)


def unflatten(writer: Writer) -> None:
    name = writer.pick((1, 2))
    if name is None:
        return
    shape = writer.shapes[name]
    sizes = ", ".join(f"{name}.shape[{axis}]" for axis in range(len(shape)))
    form, result = writer.random.choice(
        [
            (f"{{0}}.reshape({sizes}, 1)", (*shape, "1")),
            ("{0}.unflatten(0, (1, -1))", ("1", *shape)),
            ("{0}.unflatten(-1, (-1, 2))", (*shape[:-1], "?", "2")),
            (f"{{0}}.clone().view(1, {sizes})", ("1", *shape)),
            ("{0}.view_as({0})", shape),
        ]
    )
    writer.assign(form.format(name), result)


def stretch(writer: Writer) -> None:
    name = writer.pick((1, 2))
    if name is None:
        return
    shape = writer.shapes[name]
    other = writer.pick((1, 2, 3))
    size = writer.shapes[other][0] if other is not None else "?"
    form, result = writer.random.choice(
        [
            (f"{{0}}.expand({other}.shape[0], *{{0}}.shape)", (size, *shape)),
            (f"{{0}}.repeat(2{', 1' * (len(shape) - 1)})", (f"{shape[0]}+{shape[0]}", *shape[1:])),
            (
                "{0}.repeat_interleave(3, dim=0)",
                (f"3*{shape[0]}" if "+" not in shape[0] else "?", *shape[1:]),
            ),
            ("{0}[None].expand(4, *[-1] * {0}.dim())", ("4", *shape)),
            (f"torch.broadcast_to({{0}}, ({other}.shape[0], *{{0}}.shape))", (size, *shape)),
        ]
    )
    writer.assign(form.format(name), result)


def split(writer: Writer) -> None:
    """Cut a tensor that was joined into its parts again."""
    name = writer.pick((1, 2, 3))
    if name is None:
        return
    first, second = writer.new(), writer.new()
    shape = writer.shapes[name]
    parts = writer.choose("chunk(2)", f"split({name}.shape[0])")
    writer.write(f"{first}, {second} = torch.cat([{name}, {name}]).{parts}")
    writer.shapes[first] = writer.shapes[second] = shape


def rearrange(writer: Writer) -> None:
    """Name the axes and move them by einops."""
    name = writer.pick((2, 3))
    if name is None:
        return
    shape = writer.shapes[name]
    axes = [f"i{index}" for index in range(len(shape))]
    if writer.happens(_FORGOTTEN):
        axes = axes[:-1]
    order = writer.random.sample(range(len(axes)), len(axes))
    left, moved = " ".join(axes), [axes[index] for index in order]
    sizes = [shape[index] for index in order]
    pattern, result = writer.random.choice(
        [
            (f'rearrange({{0}}, "{left} -> {" ".join(moved)}")', tuple(sizes)),
            (f'rearrange({{0}}, "{left} -> ({" ".join(moved)})")', ("?",)),
            (f'repeat({{0}}, "{left} -> 2 {" ".join(moved)}")', ("2", *sizes)),
            (f'reduce({{0}}, "{left} -> {" ".join(moved[:-1])}", "sum")', tuple(sizes[:-1])),
            (f'reduce({{0}}, "{left} -> {" ".join(moved[:-1])} 1", "max")', (*sizes[:-1], "1")),
        ]
    )
    writer.assign(pattern.format(name), result)


_FORGOTTEN = 0.08


def named_product(writer: Writer) -> None:
    """Multiply by the einsum of einops."""
    left = writer.pick((2,))
    if left is None:
        return
    rows, inner = writer.shapes[left]
    right = writer.partner(lambda other: len(other) == 2 and other[1] == inner)
    if right is not None:
        columns = writer.shapes[right][0] if writer.shapes[right] else "?"
        writer.assign(f'einsum({left}, {right}, "row inner, column inner -> row column")', (rows, columns))


def described(shape: Sizes) -> str:
    """Write a guess as a dim string; an axis that nobody guesses is any."""
    return " ".join("_" if "?" in size else size for size in shape)
