"""Lines of random programs that steer: branches, loops, guards, calls of other functions."""

from __future__ import annotations

from fuzz_harness.view_steps import described
from fuzz_harness.writing import DEEPEST, Sizes, Writer


def branch(writer: Writer) -> None:
    """Go one of two ways, on a condition that sizes or values decide."""
    name = writer.pick()
    if name is None or writer.depth >= DEEPEST:
        return
    shape = writer.shapes[name]
    other = writer.partner(lambda one: one == shape)
    condition = writer.choose(f"{name}.shape[0] > 2", f"bool({name}.sum() > 0)", f"{name}.shape[0] == 1")
    new = writer.new()
    with writer.block(f"if {condition}:"):
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


def shrinking_loop(writer: Writer) -> None:
    name = writer.pick((1, 2))
    if name is None or writer.depth >= DEEPEST:
        return
    shape = writer.shapes[name]
    new = writer.new()
    writer.write(f"{new} = {name}")
    with writer.block(f"while {new}.shape[0] > 3:"):
        writer.some_steps(1)
        writer.write(f"{new} = {new}[1:]")
    writer.shapes[new] = ("?", *shape[1:])


def rows(writer: Writer) -> None:
    """Go through the rows of a tensor and put them together again."""
    name = writer.pick((2, 3))
    if name is None:
        return
    shape = writer.shapes[name]
    other = writer.partner(lambda one: one == shape[1:])
    new, row = writer.new(), writer.new()
    match writer.choose("comprehension", "list", "index"):
        case "comprehension":
            writer.write(f"{new} = torch.stack([{row} + {other} for {row} in {name}])")
        case "list":
            writer.write(f"{new}_rows = []")
            with writer.block(f"for {row} in {name}:"):
                writer.write(f"{new}_rows.append({row} * {other})")
            writer.write(f"{new} = torch.stack({new}_rows)")
        case _:
            writer.write(f"{new} = torch.zeros({name}.shape)")
            with writer.block(f"for {row} in range({name}.shape[0]):"):
                writer.write(f"{new}[{row}] = {name}[{row}] - {other}")
    writer.shapes[new] = shape


def guard(writer: Writer) -> None:
    """Go on only where two sizes are equal, and use that they are."""
    left, right = writer.pick((2, 3)), writer.pick((2,))
    if left is None or right is None:
        return
    equal = f"{left}.shape[-1] == {right}.shape[0]"
    result = (*writer.shapes[left][:-1], writer.shapes[right][1])
    if writer.happens(0.5):
        writer.write(f"assert {equal}")
    else:
        with writer.block(f"if not {equal}:"):
            writer.write(writer.choose(f"return {left}.sum()", 'raise ValueError("sizes")'))
    if writer.happens(0.8):
        writer.assign(f"{left} @ {right}", result)


def attempt(writer: Writer) -> None:
    """Try what may fail."""
    left, right = writer.pick(), writer.pick()
    if left is None or right is None or writer.depth >= DEEPEST:
        return
    new = writer.new()
    with writer.block("try:"):
        writer.write(f"{new} = {left} @ {right}")
    with writer.block("except RuntimeError:"):
        writer.write(f"{new} = {left} + 1")
    writer.shapes[new] = writer.shapes[left]


def helper(writer: Writer) -> None:
    """Call another function, one that is annotated with shapes or one that is not."""
    left = writer.pick((2, 3))
    if left is None:
        return
    shape = writer.shapes[left]
    right = writer.partner(lambda other: len(other) == 2 and other[0] == shape[-1])
    if right is None:
        return
    name = f"h{writer.name[1:]}_{len(writer.definitions)}"
    annotated = writer.happens(0.5)
    writer.definitions.append(_helper(writer, name, shape, annotated=annotated))
    columns = writer.shapes[right][-1] if writer.shapes[right] else "?"
    writer.assign(f"{name}({left}, {right})", (*shape[:-1], columns))


def _helper(writer: Writer, name: str, shape: Sizes, *, annotated: bool) -> str:
    leading = " ".join(f"n{axis}" for axis in range(len(shape) - 1))
    first, second, result = "Tensor", "Tensor", "Tensor"
    if annotated:
        first, second = f'Float[Tensor, "{leading} k"]', 'Float[Tensor, "k m"]'
        result = f'Float[Tensor, "{leading} m"]'
    body = writer.choose("u @ v", "torch.relu(u) @ (v + 1)", "(v.mT @ u.mT).mT")
    return f"def {name}(u: {first}, v: {second}) -> {result}:\n    return {body}"


def declare(writer: Writer) -> None:
    """Annotate a local variable with what is guessed."""
    name = writer.pick()
    # What a `try` leaves open, an annotation may say wrongly without that anyone could know.
    if name is None or any("try:" in line for line in writer.lines):
        return
    shape = writer.shapes[name]
    new = writer.new()
    writer.write(f'{new}: Float[Tensor, "{described(shape)}"] = {name} + 0')
    writer.shapes[new] = shape


def layer(writer: Writer) -> None:
    """Make a module of torch.nn for a tensor, and call it."""
    name = writer.pick((2, 3))
    if name is None:
        return
    shape = writer.shapes[name]
    other = writer.pick((1, 2, 3))
    last, size = f"{name}.shape[-1]", f"{other}.shape[0]" if other is not None else "3"
    out = writer.shapes[other][0] if other is not None else "3"
    wrong = f"{name}.shape[0]" if writer.happens(0.1) else last
    options = [
        (f"nn.Linear({wrong}, {size})({name})", (*shape[:-1], out)),
        (f"nn.LayerNorm({wrong})({name})", shape),
        (
            f"nn.Sequential(nn.Linear({wrong}, 4), nn.ReLU(), nn.Linear(4, {size}))({name})",
            (*shape[:-1], out),
        ),
        (f"nn.GRU({wrong}, 3)({name})[0]", (*shape[:-1], "3")),
    ]
    if len(shape) == 3:
        channels = f"{name}.shape[1]"
        options += [
            (f"nn.Conv1d({channels}, 5, 3, padding=1)({name})", (shape[0], "5", shape[2])),
            (f"nn.AdaptiveAvgPool1d(2)({name})", (*shape[:2], "2")),
            (f"nn.MultiheadAttention({wrong}, 1)({name}, {name}, {name})[0]", shape),
            (f"nn.Flatten()({name})", (shape[0], "?")),
        ]
    expression, result = writer.random.choice(options)
    writer.assign(expression, result)
