"""`renao ask` as a program sees it: a real process against a real server."""

import asyncio
import fcntl
import json
import signal
import sys
import termios
from array import array

import pytest

from tests.backends.server import RESET, SILENCE, SSE_HEAD, head, serving, sse


def delta(finish=None, **words):
    choice = {"index": 0, "delta": words, "finish_reason": finish}
    return json.dumps({"choices": [choice], "model": "tiny-1"}, ensure_ascii=False)


GAVE_UP = "insufficient_system_resource"

HELLO = (
    delta(reasoning_content="Hm."),
    delta(content="你好,\n"),
    delta(content="wörld 🎉"),
    delta("stop"),
    '{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":7}}',
    "[DONE]",
)


@pytest.fixture
def ask(renao):
    """Ask a server that says `script`; `more` are further arguments."""

    async def ask(*script, more=("--json",), text="hi", **rest):
        async with serving(*script) as server:
            address = ("--address", server.address, "--model", "m")
            result = await renao("ask", *address, *more, text, **rest)
            result.requests = server.requests
        return result

    return ask


async def test_one_json_object_a_line_and_one_end(ask, tmp_path):
    result = await ask(SSE_HEAD, sse(*HELLO))
    assert result.lines == [
        {"type": "reasoning", "text": "Hm."},
        {"type": "text", "text": "你好,\n"},
        {"type": "text", "text": "wörld 🎉"},
        {"type": "usage", "input": 3, "output": 7},
        {
            "type": "end",
            "outcome": "complete",
            "reason": "stop",
            "message": "The answer is complete.",
            "model": "tiny-1",
            "status": None,
        },
    ]
    assert (result.code, result.err) == (0, "")
    assert not list(tmp_path.rglob("*"))


BARE = {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.parametrize("locale", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, BARE])
async def test_the_plain_answer_is_the_answer_byte_for_byte_in_any_locale(ask, locale):
    result = await ask(SSE_HEAD, sse(*HELLO), more=(), text="你好 é", **locale)
    assert result.out.decode() == "你好,\nwörld 🎉"
    assert (result.code, result.err) == (0, "Hm.\n")
    assert json.loads(result.requests[0][1])["messages"][-1]["content"] == "你好 é"


async def test_the_question_can_come_from_standard_input(ask):
    result = await ask(SSE_HEAD, sse(*HELLO), text="-", stdin="多行\nfrom a pipe\n".encode())
    sent = json.loads(result.requests[0][1])
    assert sent["messages"] == [{"role": "user", "content": "多行\nfrom a pipe"}]


async def test_agent_system_and_limit_reach_the_server(ask):
    more = ("--json", "--agent", "tutor", "--max-tokens", "7")
    sent = json.loads((await ask(SSE_HEAD, sse(*HELLO), more=more)).requests[0][1])
    assert "English" in sent["messages"][0]["content"]
    assert sent["max_tokens"] == 7
    more = (*more, "--system", "Be a cat.")
    sent = json.loads((await ask(SSE_HEAD, sse(*HELLO), more=more)).requests[0][1])
    assert sent["messages"][0] == {"role": "system", "content": "Be a cat."}


async def test_the_key_comes_from_the_environment_and_is_never_said(ask):
    body = b'{"error":{"message":"Incorrect API key provided: sk-secret-7"}}'
    result = await ask(head(401), body, RENAO_KEY="sk-secret-7")
    assert "authorization: Bearer sk-secret-7" in result.requests[0][0]
    assert b"sk-secret-7" not in result.out + result.err.encode()
    end = result.lines[-1]
    assert (end["outcome"], end["reason"], end["status"]) == ("failed", "rejected", 401)
    assert result.err == end["message"] + "\n"
    assert (result.code, len(result.lines)) == (1, 1)


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ([SSE_HEAD, sse(delta(content="a"))], "unfinished"),
        ([SSE_HEAD, sse(delta(content="a"), '{"error":{"message":"no"}}')], "rejected"),
        ([SSE_HEAD, sse(delta(content="a"), "{oops")], "garbled"),
        (
            [SSE_HEAD, sse(delta(content="a"), delta("insufficient_system_resource"))],
            "insufficient_system_resource",
        ),
        ([head(302, Location="http://x.example/")], "redirected"),
        ([RESET], "broken"),
        ([b"hello\r\n\r\n"], "garbled"),
        ([head(500), b"x"], "rejected"),
    ],
)
async def test_every_failure_is_one_sentence_one_end_and_exit_code_1(ask, script, reason):
    result = await ask(*script)
    assert result.code == 1
    assert [line["type"] for line in result.lines].count("end") == 1
    end = result.lines[-1]
    assert (end["type"], end["outcome"], end["reason"]) == ("end", "failed", reason)
    assert result.err == end["message"] + "\n"


@pytest.mark.parametrize(
    ("reason", "outcome"), [("length", "length"), ("content_filter", "refused")]
)
async def test_cut_off_and_declined_are_answers_too(ask, reason, outcome):
    result = await ask(SSE_HEAD, sse(delta(content="a"), delta(reason)))
    assert (result.code, result.lines[-1]["outcome"]) == (0, outcome)


async def test_nobody_there_is_said(renao):
    async with serving() as server:
        address = server.address
    result = await renao("ask", "--json", "--address", address, "--model", "m", "hi")
    assert (result.code, result.lines[-1]["reason"]) == (1, "unreachable")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        [""],
        ["--nonsense", "hi"],
        ["--address", "127.0.0.1:1", "--model", "m", "hi"],
        ["--address", "http://127.0.0.1:1", "hi"],
        ["--address", "http://[::", "--model", "m", "hi"],
        ["--agent", "nobody", "hi"],
        ["--max-tokens", "0", "hi"],
        ["--model", "m", "hi"],
        ["-"],
    ],
)
async def test_wrong_arguments_say_nothing_on_standard_output(renao, arguments):
    result = await renao("ask", "--json", *arguments)
    assert (result.code, result.out) == (2, b"")
    assert "error: " in result.err


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
async def test_ctrl_c_ends_with_one_end(renao, number, code):
    async with serving(SSE_HEAD, sse(delta(content="a")), SILENCE) as server:
        process = await renao.start(
            "ask", "--json", "--address", server.address, "--model", "m", "x"
        )
        first = await process.stdout.readline()
        process.send_signal(number)
        out, err = await process.communicate()
        await asyncio.wait_for(server.hung_up.wait(), 5)
    assert (process.returncode, err) == (code, b"")
    assert json.loads(first)["text"] == "a"
    assert json.loads(out)["outcome"] == "stopped"


async def until_read(pipe):
    """Until the process at the other end has taken all that was written."""
    number = pipe.get_extra_info("pipe").fileno()
    left = array("i", [1])
    async with asyncio.timeout(20):
        while left[0]:
            fcntl.ioctl(number, termios.FIONREAD, left)
            await asyncio.sleep(0)


async def test_ctrl_c_while_the_question_is_typed_has_its_end_too(renao):
    process = await renao.start("ask", "--json", "-")
    process.stdin.write(b"I wonder")
    await process.stdin.drain()
    await until_read(process.stdin)
    process.send_signal(signal.SIGINT)
    out, err = await process.communicate()
    assert (process.returncode, err) == (130, b"")
    assert json.loads(out)["outcome"] == "stopped"


async def test_a_closed_pipe_ends_quietly(ask, renao):
    async with serving(SSE_HEAD, *[sse(delta(content="word " * 200))] * 2000, SILENCE) as server:
        process = await renao.start("ask", "--address", server.address, "--model", "m", "x")
        await process.stdout.read(10)
        process.stdout._transport.close()
        err = await process.stderr.read()
        await process.wait()
    assert (process.returncode, err) == (0, b"")


@pytest.fixture
def full_disk():
    if sys.platform != "linux":
        pytest.skip("only Linux has a disk that is always full")
    with open("/dev/full", "wb") as file:
        yield file


async def test_an_answer_that_cannot_be_written_is_no_success(renao, full_disk):
    async with serving(SSE_HEAD, sse(*HELLO)) as server:
        asking = ("ask", "--json", "--address", server.address, "--model", "m", "x")
        process = await renao.start(*asking, stdout=full_disk)
        err = await process.stderr.read()
        await process.wait()
    assert process.returncode == 1
    assert b"cannot be written" in err


async def test_a_refused_key_is_said_with_its_place(ask):
    result = await ask(head(401), b"{}", RENAO_KEY="wrong")
    assert "RENAO_KEY" in result.err
    assert "settings" in result.err


async def test_emergency_words_are_answered_before_any_model(ask):
    result = await ask(head(500), b"", text="I have chest pain and trouble breathing")
    assert "emergency" in result.err.lower()


async def test_without_the_model_it_says_how_to_get_it(renao):
    result = await renao("ask", "--json", "hi")
    end = result.lines[-1]
    assert (result.code, end["reason"], len(result.lines)) == (1, "model_missing", 1)
    assert "fetch-model" in end["message"]


async def test_broken_settings_are_left_alone_and_said(ask, tmp_path):
    file = tmp_path / "config" / "settings.toml"
    file.parent.mkdir()
    file.write_text("= = =")
    result = await ask(SSE_HEAD, sse(*HELLO))
    assert result.code == 0
    assert "settings.toml cannot be read" in result.err
    assert [each.name for each in file.parent.iterdir()] == ["settings.toml"]


async def test_the_built_in_model_answers(renao, model_file, tmp_path):
    models = tmp_path / "data" / "models"
    models.mkdir(parents=True)
    (models / "SmolLM2-135M-Instruct.Q4_1.gguf").symlink_to(model_file)
    assert (await renao("fetch-model")).code == 0
    result = await renao("ask", "--json", "--max-tokens", "20", "Tell me about rivers.")
    assert result.code == 0
    *words, usage, end = result.lines
    assert len("".join(line["text"] for line in words).split()) >= 5
    assert 5 <= usage["output"] <= 20
    assert (end["type"], end["model"]) == ("end", "SmolLM2-135M-Instruct")


async def test_doctor_needs_no_qt_either(renao):
    result = await renao("doctor")
    assert result.code in (0, 1)
    assert "Python" in result.out.decode()
    assert "Traceback" not in result.err
