"""What is read of model files, whole ones and hostile ones."""

import struct
import tracemalloc
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.backends.gguf import estimate, read
from app.core.errors import ModelUnreadable
from tests.backends.gguf_file import LLAMA, gguf, packed, text

MEASURED = {
    (1, 512): 179,
    (1, 2048): 219,
    (2, 2048): 267,
    (4, 2048): 363,
    (4, 4096): 552,
    (8, 2048): 558,
    (1, 16384): 549,
}
"""Megabytes that the built-in model took after 1,500 tokens in each slot, by slots, context."""


@pytest.fixture
def written(tmp_path):
    def write(data, name="model.gguf"):
        file = tmp_path / name
        file.write_bytes(data)
        return file

    return write


def test_builtin_model_is_read_whole(model_file):
    header = read(model_file)
    assert (header.architecture, header.size_label, header.quantisation) == (
        "llama",
        "135M",
        "Q4_1",
    )
    assert (header.context, header.layers, header.embedding) == (8192, 30, 576)
    assert (header.kv_heads, header.key_length, header.value_length) == (90, 64, 64)
    assert header.parameters == 134_515_008
    assert header.vocabulary == 49152
    assert header.has_template
    assert 0 < model_file.stat().st_size - header.tensor_bytes < 2_000_000


@pytest.mark.parametrize(("slots", "context"), MEASURED)
def test_estimate_is_within_five_per_cent_of_what_was_measured(model_file, slots, context):
    estimated = estimate(read(model_file), context, slots) / 1e6
    assert estimated == pytest.approx(MEASURED[slots, context], rel=0.05)


def test_small_file_is_read(written):
    header = read(written(gguf()))
    assert (header.name, header.quantisation, header.context) == ("Tiny Thing", "Q4_K_M", 512)
    assert (header.kv_heads, header.key_length, header.parameters) == (4, 16, 192)
    assert header.tensor_bytes == 768


def test_heads_may_differ_from_layer_to_layer(written):
    keys = LLAMA | {"llama.attention.head_count_kv": [2, 0], "llama.attention.key_length": 32}
    header = read(written(gguf(keys)))
    assert (header.kv_heads, header.key_length, header.value_length) == (2, 32, 16)


def test_more_context_takes_more_memory(written):
    header = read(written(gguf()))
    one = estimate(header, 1024, 1)
    assert estimate(header, 1024, 2) - one == 1024 * 4 * (16 + 16) * 2
    assert estimate(replace(header, tensor_bytes=header.tensor_bytes + 5), 1024, 1) == one + 5


def test_parts_are_counted_together_and_must_all_be_there(written):
    keys = LLAMA | {"split.count": 2}
    first = written(gguf(keys), "m-00001-of-00002.gguf")
    with pytest.raises(ModelUnreadable, match="m-00002-of-00002"):
        read(first)
    second = written(gguf(keys), "m-00002-of-00002.gguf")
    assert read(first).tensor_bytes == 768 + second.stat().st_size
    with pytest.raises(ModelUnreadable, match="part"):
        read(second)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "header"),
        (b"<html>no model</html>", "GGUF"),
        (gguf(version=99), "version 99"),
        (gguf(cut=1), "not whole"),
        (gguf({"general.name": "x"}), "kind of model"),
        (b"GGUF" + struct.pack("<IQQ", 3, 1 << 60, 1), "more than any"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + struct.pack("<Q", 1 << 62), "header"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + text("k") + struct.pack("<I", 77), "kind 77"),
        (
            b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + text("k") + struct.pack("<IIQ", 9, 8, 1 << 50),
            "more values",
        ),
        (
            b"GGUF"
            + struct.pack("<IQQ", 3, 0, 1)
            + text("k")
            + struct.pack("<I", 9)
            + struct.pack("<IQ", 9, 1) * 99,
            "nested",
        ),
    ],
)
def test_what_is_no_model_is_said(written, data, why):
    with pytest.raises(ModelUnreadable, match=why):
        read(written(data))


def test_missing_file_is_said(tmp_path):
    with pytest.raises(ModelUnreadable):
        read(tmp_path / "none.gguf")


def test_wrong_kinds_of_value_are_as_if_not_said(written):
    keys = LLAMA | {"llama.block_count": "many", "general.file_type": True, "general.name": 7}
    keys |= {"llama.context_length": -5, "llama.attention.head_count": 1.5}
    header = read(written(gguf(keys)))
    assert (header.layers, header.context, header.name, header.key_length) == (0, 0, "", 0)
    assert estimate(header, 100, 1) > 0


def test_reading_keeps_little_however_much_the_file_has(written):
    keys = LLAMA | {f"key.{n}": "x" * 200_000 for n in range(50)}
    keys["tokenizer.ggml.scores"] = [7] * 500_000
    file = written(gguf(keys))
    tracemalloc.start()
    try:
        read(file)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000 < file.stat().st_size
    finally:
        tracemalloc.stop()


WHOLE = gguf()


@given(st.integers(0, len(WHOLE)), st.binary(max_size=24), st.integers(0, 40))
def test_no_broken_file_raises_anything_else(tmp_path_factory, place, noise, gap):
    file = tmp_path_factory.getbasetemp() / "noise.gguf"
    file.write_bytes(WHOLE[:place] + noise + WHOLE[place + gap :])
    try:
        header = read(file)
    except ModelUnreadable:
        return
    assert estimate(header, 4096, 4) > 0
    assert header.tensor_bytes <= file.stat().st_size


@given(st.dictionaries(st.text(max_size=9), st.binary(max_size=40), max_size=5))
def test_no_nonsense_behind_a_good_beginning_raises_anything_else(tmp_path_factory, keys):
    file = tmp_path_factory.getbasetemp() / "nonsense.gguf"
    body = b"".join(text(key) + value for key, value in keys.items())
    architecture = text("general.architecture") + packed("llama")
    file.write_bytes(b"GGUF" + struct.pack("<IQQ", 3, 2, len(keys) + 1) + architecture + body)
    with pytest.raises(ModelUnreadable):
        read(file)
