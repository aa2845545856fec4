"""Files of other programs, made small: characters, pictures, archives, assistants."""

import base64
import io
import json
import struct
import zipfile
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"

V2_DATA = {
    "name": "Mira",
    "description": "{{char}} runs a tea stall by the river.",
    "personality": "patient, sly",
    "scenario": "{{user}} comes in out of the rain.",
    "first_mes": "*{{char}} looks up.* Sit down, {{user}}.",
    "mes_example": "<START>\n{{user}}: Tea?\n{{char}}: Always.",
    "creator_notes": "A quiet one.",
    "system_prompt": "{{original}} Stay in character.",
    "post_history_instructions": "Keep it short.",
    "alternate_greetings": ["You are late, {{user}}.", "The kettle sings."],
    "tags": ["tea"],
    "creator": "somebody",
    "character_version": "1",
    "extensions": {"depth_prompt": {"depth": 4}, "other/one": [1, None, "x"]},
    "character_book": {"entries": [{"keys": ["tea"], "content": "Green.", "x_new": 1}]},
    "field_of_the_future": {"a": [True]},
}


def v2(**changes):
    return {"spec": "chara_card_v2", "spec_version": "2.0", "data": {**V2_DATA, **changes}}


def v3(**changes):
    data = {**V2_DATA, "group_only_greetings": [], "nickname": "Mi", **changes}
    return {"spec": "chara_card_v3", "spec_version": "3.0", "data": data}


def raw(value):
    return json.dumps(value).encode()


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*more):
    """A picture of one pixel with these chunks before its end."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\0\xff\0\0"))
    return SIGNATURE + head + body + b"".join(more) + chunk(b"IEND", b"")


def text(keyword, value):
    return chunk(b"tEXt", keyword.encode() + b"\0" + value)


def packed(keyword, value):
    return chunk(b"zTXt", keyword.encode() + b"\0\0" + zlib.compress(value))


def international(keyword, value, *, is_packed=False):
    body = zlib.compress(value) if is_packed else value
    flag = b"\1" if is_packed else b"\0"
    return chunk(b"iTXt", keyword.encode() + b"\0" + flag + b"\0en\0\0" + body)


def in_base64(value):
    return base64.b64encode(raw(value))


def zipped(files, **options):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = options.get("mode", 0o644) << 16
            archive.writestr(info, content)
    return stream.getvalue()


LOBE = {
    "author": "somebody",
    "config": {
        "systemRole": "You think deeply.",
        "openingMessage": "Hello.",
        "openingQuestions": ["Why?", "How?"],
        "params": {"temperature": 0.6, "top_p": 7, "presence_penalty": 1},
        "inputTemplate": "{{text}}",
    },
    "identifier": "deep-think",
    "meta": {"title": "Deep", "description": "Thinks.", "avatar": "🧠", "tags": ["a"]},
    "schemaVersion": 1,
}

CHERRY = [
    {"id": "1", "name": "Editor", "emoji": "✒️", "description": "Edits.", "prompt": "You edit.",
     "group": ["Work"]},
    {"id": "2", "name": "数据分析师", "emoji": "📈\r\n", "description": "",
     "prompt": "你分析数据。",
     "settings": {"temperature": 0.3, "enableTopP": False, "topP": 0.9}},
]  # fmt: skip
