"""Writes small GGUF files, whole and broken, as the specification says."""

import math
import struct

TEXT, ARRAY, U32, U64, F32, BOOL = 8, 9, 4, 10, 6, 7
CODES = {U32: "<I", U64: "<Q", F32: "<f", BOOL: "<?", 5: "<i"}

LLAMA = {
    "general.architecture": "llama",
    "general.name": "Tiny  Thing",
    "general.size_label": "1M",
    "general.file_type": 15,
    "llama.block_count": 2,
    "llama.context_length": 512,
    "llama.embedding_length": 64,
    "llama.feed_forward_length": 128,
    "llama.attention.head_count": 4,
    "llama.attention.head_count_kv": 2,
    "tokenizer.chat_template": "{{ messages }}",
    "tokenizer.ggml.tokens": ["a", "b", "c"],
}


def text(value):
    data = value.encode()
    return struct.pack("<Q", len(data)) + data


def packed(value):
    if isinstance(value, str):
        return struct.pack("<I", TEXT) + text(value)
    if isinstance(value, bool):
        return struct.pack("<I?", BOOL, value)
    if isinstance(value, float):
        return struct.pack("<If", F32, value)
    if isinstance(value, int):
        return struct.pack("<Ii", 5, value)
    kind = TEXT if value and isinstance(value[0], str) else 5
    each = text if kind == TEXT else lambda one: struct.pack("<i", one)
    body = b"".join(each(one) for one in value)
    return struct.pack("<IIQ", ARRAY, kind, len(value)) + body


def gguf(keys=LLAMA, tensors=(("token_embd.weight", (64, 3), 0),), version=3, cut=0):
    """The bytes of a file; each tensor is a name, its sizes and its kind (0 or 1)."""
    head = b"GGUF" + struct.pack("<IQQ", version, len(tensors), len(keys))
    head += b"".join(text(key) + packed(value) for key, value in keys.items())
    place = 0
    for name, sizes, kind in tensors:
        head += text(name) + struct.pack(f"<I{len(sizes)}QIQ", len(sizes), *sizes, kind, place)
        length = (2 if kind else 4) * math.prod(sizes)
        place += -(-length // 32) * 32
    whole = head + b"\0" * (-len(head) % 32) + b"\1" * place
    return whole[: len(whole) - cut]
