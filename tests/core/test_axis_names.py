"""Which names are probably meant to be one."""

from __future__ import annotations

import pytest

from conformable.core.axis_names import alike


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("seq_len", "seqlen"),
        ("Seq", "seq"),
        ("hidden", "hiddn"),
        ("batch", "bacth"),
        ("width", "wedth"),
        ("in_features", "in_featurs"),
        ("*batch", "*Batch"),
    ],
)
def test_slips_of_the_pen(one: str, other: str) -> None:
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("n", "n"),
        ("N", "n"),
        ("n_", "n"),
        ("batch_", "batch"),
        ("batch", "batch2"),
        ("head", "heads"),
        ("vdim", "kdim"),
        ("vdim", "dim"),
        ("seq_q", "seq_k"),
        ("n_tasks", "n_masks"),
        ("n1_in", "n2_in"),
        ("n_in", "n_out"),
        ("key", "kay"),
        ("batch", "bcath_"),
    ],
)
def test_names_that_are_told_apart_on_purpose(one: str, other: str) -> None:
    assert not alike(one, other)
    assert not alike(other, one)
