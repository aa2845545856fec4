"""What a GGUF file says of its model, and how much memory the model will take.

The reader is our own: the package `gguf` needs numpy, which takes longer to import than
the window to open, and it believes every length that a file claims.

Source: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import prod
from pathlib import Path
from typing import IO

from app.backends.gguf_values import GgufValues, Value
from app.core.errors import ModelUnreadable

MAGIC = b"GGUF"

VERSIONS = (2, 3)

MOST_KEYS, MOST_TENSORS, MOST_DIMENSIONS, MOST_PARTS = 2048, 1_000_000, 8, 999
"""More than any model has; a file that claims more is refused."""

MOST = 1 << 40
"""A number that is greater is not believed."""

PROCESS = 48_000_000
"""Bytes of the process that serves a model, before it has one."""

TOKEN = 300
"""Bytes that the vocabulary takes for each of its tokens."""

BATCH = 512
"""Tokens of a question that are computed at a time."""

_CACHED = 2
"""Bytes of each number in the memory of what was said: 16-bit floats."""

_COMPUTED = 4
"""Bytes of each number while it is computed."""

# fmt: off
_FILE_TYPES = {
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K",
    11: "Q3_K_S", 12: "Q3_K_M", 13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S",
    17: "Q5_K_M", 18: "Q6_K", 19: "IQ2_XXS", 20: "IQ2_XS", 21: "Q2_K_S", 22: "IQ3_XS",
    23: "IQ3_XXS", 24: "IQ1_S", 25: "IQ4_NL", 26: "IQ3_S", 27: "IQ3_M", 28: "IQ2_S",
    29: "IQ2_M", 30: "IQ4_XS", 31: "IQ1_M", 32: "BF16", 36: "TQ1_0", 37: "TQ2_0",
    38: "MXFP4", 39: "NVFP4",
}

_BLOCKS = {
    0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34),
    10: (256, 84), 11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210),
    16: (256, 66), 17: (256, 74), 18: (256, 98), 19: (256, 50), 20: (32, 18),
    21: (256, 110), 22: (256, 82), 23: (256, 136), 24: (1, 1), 25: (1, 2), 26: (1, 4),
    27: (1, 8), 28: (1, 8), 29: (256, 56), 30: (1, 2), 34: (256, 54), 35: (256, 66),
    39: (32, 17),
}
# fmt: on
"""How many numbers of each kind of tensor share how many bytes."""

_PART = re.compile(r"-(\d{5})-of-(\d{5})(?=\.gguf$)")


@dataclass(frozen=True, slots=True)
class Header:
    """What a model's file says of it; 0 and "" where it says nothing.

    `context` is in tokens, as it was trained; `kv_heads` is the sum over all layers;
    `tensor_bytes` is of all `parts` of the model.
    """

    architecture: str
    name: str
    size_label: str
    quantisation: str
    parameters: int
    context: int
    layers: int
    embedding: int
    feed_forward: int
    kv_heads: int
    key_length: int
    value_length: int
    vocabulary: int
    has_template: bool
    tensor_bytes: int
    parts: int = 1


def read(path: Path) -> Header:
    """Read the header of a model's file; takes up to half a second, so do it in a thread.

    Raises:
        ModelUnreadable: It is no whole GGUF file, or only a part of a model.
    """
    header = read_one(path)
    return _with_parts(header, path) if header.parts > 1 else header


def read_one(path: Path) -> Header:
    """As `read`, for one file alone, whether or not it is a part of a model.

    Raises:
        ModelUnreadable: It is no whole GGUF file.
    """
    try:
        with path.open("rb") as file:
            return _read(file, path.stat().st_size)
    except OSError as error:
        raise ModelUnreadable(error.strerror or str(error)) from error


def estimate(header: Header, context: int, slots: int) -> int:
    """Bytes that the model will take with so many slots of so many tokens each.

    Its weights, what it remembers of every token (keys and values of each layer), what it
    computes with, its vocabulary and the process around it. Within 3 % of what the
    built-in model was measured to take after a long question in every slot, from 1 × 512
    tokens (179 MB) to 8 × 2,048 (558 MB). For models that remember less of some layers it is the
    most they take. What is kept of earlier questions (64 MB at most) comes on top in long use.
    """
    remembered = header.kv_heads * (header.key_length + header.value_length) * _CACHED
    computed = BATCH * (4 * header.embedding + 2 * header.feed_forward) * _COMPUTED
    around = PROCESS + header.vocabulary * TOKEN
    return header.tensor_bytes + context * slots * remembered + computed + around


def _read(file: IO[bytes], size: int) -> Header:
    values = GgufValues(file, size)
    if values.take(4) != MAGIC:
        raise ModelUnreadable("it is not in the GGUF format")
    if (version := values.kind()) not in VERSIONS:
        raise ModelUnreadable(f"it is in version {version} of the format")
    tensors, keys = values.length(), values.length()
    if tensors > MOST_TENSORS or keys > MOST_KEYS:
        raise ModelUnreadable("it claims to have more than any model has")
    said: dict[str, Value] = {}
    for _ in range(keys):
        key = values.text()
        said[key] = values.value(values.kind())
    found = _tensors(values, tensors)
    facts = _Facts(said)
    alignment = facts.number("general.alignment") or 32
    start = -(-values.place // alignment) * alignment
    if start + found.end > size:
        raise ModelUnreadable("it is not whole: its end is missing")
    return _header(facts, found, size - start)


@dataclass(slots=True)
class _Tensors:
    """What all tensors come to; `end` is where the last one ends, in bytes."""

    parameters: int = 0
    vocabulary: int = 0
    end: int = 0


def _tensors(values: GgufValues, count: int) -> _Tensors:
    found = _Tensors()
    for _ in range(count):
        name, dimensions = values.text(), values.kind()
        if dimensions > MOST_DIMENSIONS:
            raise ModelUnreadable("a tensor has too many dimensions")
        sizes = [values.length() for _ in range(dimensions)]
        kind, offset = values.kind(), values.length()
        numbers = prod(sizes)
        block, taken = _BLOCKS.get(kind, (1, 0))
        found.parameters += numbers
        found.end = max(found.end, offset + numbers // block * taken)
        if name == "token_embd.weight":
            found.vocabulary = sizes[-1] if sizes else 0
    return found


class _Facts:
    """The file's keys, asked without trust in what kind of value they have."""

    def __init__(self, said: Mapping[str, Value]) -> None:
        self._said = said
        self.architecture = self.text("general.architecture")

    def text(self, key: str) -> str:
        found = self._said.get(key)
        return " ".join(found.split())[:200] if isinstance(found, str) else ""

    def number(self, key: str) -> int:
        found = self._said.get(key)
        if not isinstance(found, int) or isinstance(found, bool):
            return 0
        return found if 0 < found < MOST else 0

    def file_type(self) -> str:
        """How the weights are stored; most of them, in a mixture."""
        found = self._said.get("general.file_type")
        return _FILE_TYPES.get(found, "") if isinstance(found, int) else ""

    def own(self, key: str) -> int:
        """A number that the architecture says under its own name."""
        return self.number(f"{self.architecture}.{key}")

    def kv_heads(self, layers: int, heads: int) -> int:
        """Of all layers together; some models say it for each layer."""
        found = self._said.get(f"{self.architecture}.attention.head_count_kv")
        if isinstance(found, tuple):
            return min(sum(each for each in found if each > 0), MOST)
        return layers * (self.own("attention.head_count_kv") or heads)

    def heads(self) -> int:
        found = self._said.get(f"{self.architecture}.attention.head_count")
        if isinstance(found, tuple):
            return max((*found, 0))
        return self.own("attention.head_count")

    def __contains__(self, key: str) -> bool:
        return key in self._said


def _header(facts: _Facts, found: _Tensors, tensor_bytes: int) -> Header:
    if not facts.architecture:
        raise ModelUnreadable("it does not say what kind of model it is")
    layers, heads = facts.own("block_count"), facts.heads()
    embedding = facts.own("embedding_length")
    head = embedding // heads if heads else 0
    return Header(
        architecture=facts.architecture,
        name=facts.text("general.name") or facts.text("general.basename"),
        size_label=facts.text("general.size_label"),
        quantisation=facts.file_type(),
        parameters=found.parameters,
        context=facts.own("context_length"),
        layers=layers,
        embedding=embedding,
        feed_forward=facts.own("feed_forward_length"),
        kv_heads=facts.kv_heads(layers, heads),
        key_length=facts.own("attention.key_length") or head,
        value_length=facts.own("attention.value_length") or head,
        vocabulary=found.vocabulary,
        has_template="tokenizer.chat_template" in facts,
        tensor_bytes=tensor_bytes,
        parts=max(facts.number("split.count"), 1),
    )


def _with_parts(header: Header, path: Path) -> Header:
    """A model in several files is loaded by its first; the others must lie beside it."""
    named = _PART.search(path.name)
    if named is None or int(named[1]) != 1 or header.parts > MOST_PARTS:
        raise ModelUnreadable("it is a part of a model; the first one ends with 00001-of-…")
    others = 0
    for number in range(2, header.parts + 1):
        other = path.with_name(_PART.sub(f"-{number:05}-of-{named[2]}", path.name))
        try:
            others += other.stat().st_size
        except OSError as error:
            missing = f"another part of the model is missing: {other.name}"
            raise ModelUnreadable(missing) from error
    return replace(header, tensor_bytes=header.tensor_bytes + others)
