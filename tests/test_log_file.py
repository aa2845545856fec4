import logging

import pytest

from app.core.errors import BackendRejected
from app.log_file import close_log, open_log

log = logging.getLogger("app.test")


@pytest.fixture
def written(tmp_path):
    file = tmp_path / "renao.log"
    handler = open_log(file)
    yield lambda: file.read_text("utf-8")
    close_log(handler)


def fail(error):
    raise error


def log_failure(error):
    try:
        fail(error)
    except Exception:
        log.exception("a task failed")


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer SECRET123",
        "api_key=SECRET123",
        '{"api-key": "SECRET123"}',
        "key is sk-SECRET123abc",
        "token: SECRET123",
    ],
)
def test_keys_do_not_reach_the_file(written, text):
    log.info("sent %s", text)
    assert "sent" in written()
    assert "SECRET" not in written()


def test_what_was_said_does_not_reach_the_file(written, expected_log):
    log_failure(ValueError("my secret love"))
    log_failure(BackendRejected(400, "cannot answer 'my secret love'"))
    assert "secret love" not in written()
    assert "ValueError" in written()
    assert "BackendRejected [rejected]" in written()
    assert "in fail" in written()


def test_errors_in_our_own_code_are_written_in_full(written, expected_log):
    log_failure(AttributeError("no attribute 'stop'"))
    assert "no attribute 'stop'" in written()


def test_cause_is_written_too(written, expected_log):
    try:
        try:
            fail(ConnectionError("refused"))
        except ConnectionError as error:
            raise BackendRejected(None, "x") from error
    except BackendRejected:
        log.exception("a task failed")
    assert written().index("ConnectionError: refused") < written().index("BackendRejected")


def test_only_the_user_can_read_it(tmp_path, written):
    assert (tmp_path / "renao.log").stat().st_mode & 0o077 == 0
