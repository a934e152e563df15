"""Lines of random programs that call NumPy."""

from __future__ import annotations

from fuzz_harness.torch_steps import broadcast, without_axis
from fuzz_harness.writing import DEEPEST, Writer

_SAME_SHAPE = (
    *("np.tanh({0})", "-{0}", "np.abs({0})", "np.cumsum({0}, axis=0)", "np.flip({0}, axis=0)"),
    *("np.sort({0}, axis=0)", "np.clip({0}, 0, 1)", "np.zeros_like({0})", "np.where({0} > 0, {0}, 0.0)"),
    *("2 * {0} + 1", "{0}.copy()", "np.roll({0}, 1, axis=0)", "np.ones({0}.shape)"),
)

_TWO_OPERANDS = ("{0} + {1}", "{0} - {1}", "{0} * {1}", "np.maximum({0}, {1})", "np.add({0}, {1})")

_IN_PLACE = ("{0} += {1}", "{0} *= {1}", "{0}[...] = {1}", "{0}[:] = {1}")


def same_shape(writer: Writer) -> None:
    name = writer.pick()
    if name is not None:
        writer.assign(writer.choose(*_SAME_SHAPE).format(name), writer.shapes[name])


def two_operands(writer: Writer) -> None:
    left = writer.pick()
    if left is None:
        return
    shape = writer.shapes[left]
    right = writer.partner(lambda other: other == shape[len(shape) - len(other) :])
    if right is not None:
        form = writer.choose(*_TWO_OPERANDS).format(left, right)
        writer.assign(form, broadcast(shape, writer.shapes[right]))


def in_place(writer: Writer) -> None:
    left = writer.pick()
    if left is None:
        return
    shape = writer.shapes[left]
    right = writer.partner(lambda other: other == shape[len(shape) - len(other) :])
    if right is not None:
        name = writer.new()
        writer.write(f"{name} = {left}.copy()")
        writer.write(writer.choose(*_IN_PLACE).format(name, right))
        writer.shapes[name] = shape


def matmul(writer: Writer) -> None:
    left = writer.pick()
    if left is None:
        return
    shape = writer.shapes[left]
    right = writer.partner(lambda other: len(other) == 2 and other[0] == shape[-1])
    if right is not None:
        form = writer.choose("{0} @ {1}", "np.matmul({0}, {1})", "np.dot({0}, {1})", "{0}.dot({1})")
        writer.assign(form.format(left, right), (*shape[:-1], *writer.shapes[right][1:]))


def letters(writer: Writer) -> None:
    left = writer.pick((2,))
    if left is None:
        return
    shape = writer.shapes[left]
    right = writer.partner(lambda other: len(other) == 2 and other[1] == shape[1])
    if right is not None:
        first = writer.shapes[right][0] if writer.shapes[right] else "?"
        form = writer.choose('np.einsum("ij,kj->ik", {0}, {1})', "np.inner({0}, {1})", "{0} @ {1}.T")
        writer.assign(form.format(left, right), (shape[0], first))


def reduce(writer: Writer) -> None:
    name = writer.pick()
    if name is None:
        return
    shape = writer.shapes[name]
    axis = writer.random.randrange(-len(shape), len(shape))
    kept = writer.happens(0.4)
    form = writer.choose("{0}.{1}(axis={2}{3})", "np.{1}({0}, axis={2}{3})")
    method = writer.choose("sum", "mean", "max")
    writer.assign(
        form.format(name, method, axis, ", keepdims=True" if kept else ""),
        without_axis(shape, axis, kept=kept),
    )


def join(writer: Writer) -> None:
    left = writer.pick()
    if left is None:
        return
    shape = writer.shapes[left]
    right = writer.partner(lambda other: other == shape)
    if right is None:
        return
    axis = writer.random.randrange(len(shape))
    if writer.happens(0.5):
        sizes = (*shape[:axis], f"{shape[axis]}+{shape[axis]}", *shape[axis + 1 :])
        writer.assign(f"np.concatenate([{left}, {right}], axis={axis})", sizes)
    else:
        writer.assign(f"np.stack([{left}, {right}], axis={axis})", (*shape[:axis], "2", *shape[axis:]))


def look(writer: Writer) -> None:
    """Look at an array in another way."""
    name = writer.pick((2, 3))
    if name is None:
        return
    shape = writer.shapes[name]
    form, result = writer.random.choice(
        [
            ("{0}.T", shape[::-1]),
            ("np.transpose({0})", shape[::-1]),
            ("np.swapaxes({0}, 0, 1)", (shape[1], shape[0], *shape[2:])),
            ("np.moveaxis({0}, 0, -1)", (*shape[1:], shape[0])),
            ("{0}[:, None]", (shape[0], "1", *shape[1:])),
            ("np.expand_dims({0}, 0)", ("1", *shape)),
            ("{0}.reshape({0}.shape[0], -1)", (shape[0], "?" if len(shape) == 3 else shape[1])),
            ("{0}.ravel()", ("?",)),
            ("{0}[0]", shape[1:]),
            ("{0}[..., -1]", shape[:-1]),
            ("{0}[1:]", ("?", *shape[1:])),
            ("np.repeat({0}, 2, axis=0)", ("?", *shape[1:])),
            ("np.broadcast_to({0}, (4, *{0}.shape))", ("4", *shape)),
        ]
    )
    writer.assign(form.format(name), result)


def outer(writer: Writer) -> None:
    left, right = writer.pick((1,)), writer.pick((1,))
    if left is not None and right is not None:
        writer.assign(f"np.outer({left}, {right})", (*writer.shapes[left], *writer.shapes[right]))


def branch(writer: Writer) -> None:
    name = writer.pick()
    if name is None or writer.depth >= DEEPEST:
        return
    shape = writer.shapes[name]
    other = writer.partner(lambda one: one == shape)
    new = writer.new()
    with writer.block(f"if {name}.shape[0] > 2:"):
        writer.some_steps(2)
        writer.write(f"{new} = {name} * 2")
    with writer.block("else:"):
        writer.write(f"{new} = {name} + {other}")
    writer.shapes[new] = shape


def loop(writer: Writer) -> None:
    name = writer.pick()
    if name is None or writer.depth >= DEEPEST:
        return
    with writer.block(f"for _ in range({writer.choose('2', f'{name}.shape[0]')}):"):
        writer.some_steps(2)
        writer.write(f"{name} = {name} + 1")


def rows(writer: Writer) -> None:
    name = writer.pick((2, 3))
    if name is None:
        return
    shape = writer.shapes[name]
    other = writer.partner(lambda one: one == shape[1:])
    new, row = writer.new(), writer.new()
    if writer.happens(0.5):
        writer.write(f"{new} = np.stack([{row} + {other} for {row} in {name}])")
    else:
        writer.write(f"{new} = np.zeros({name}.shape)")
        with writer.block(f"for {row} in range({name}.shape[0]):"):
            writer.write(f"{new}[{row}] = {name}[{row}] - {other}")
    writer.shapes[new] = shape
