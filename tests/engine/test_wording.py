import string

import pytest

from app.core import errors
from app.core.conversation import Message, Outcome, Role, TextPart
from app.engine import sentences
from app.engine.session import SessionState
from app.engine.wording import Wording

FILES_REFUSED = tuple(
    key.partition(".")[2] for key in sentences.ERRORS if key.startswith("file_refused.")
)

EXAMPLES = [
    errors.AppError(),
    errors.BackendUnreachable("x"),
    *(
        errors.ProxyUnusable("http://proxy:3128", why, "HTTP 403")
        for why in ("missing", "address", "password", "gone", "silent", "refused", "garbled")
    ),
    errors.CertificatesUnusable("/ca.pem", "no certificate in it"),
    errors.BackendTimeout("connect", 10),
    errors.BackendTimeout("first_byte", 300),
    errors.BackendTimeout("idle", 120),
    errors.BackendBroken("x"),
    *(errors.BackendRejected(status, "no {braces}.") for status in (400, 401, 402, 403, 404, 413)),
    errors.BackendRejected(429, "slow down"),
    errors.BackendRejected(503, "busy"),
    errors.BackendRejected(None, "in the middle"),
    errors.BackendGarbled("x"),
    errors.BackendUnfinished("x"),
    errors.BackendRedirected(302, "https://elsewhere"),
    errors.ContextTooSmall(900, 500),
    errors.ModelMissing("x"),
    errors.ModelMissing(choice="p/m"),
    errors.ModelCrashed("x"),
    errors.ModelCrashed("x", "Qwen"),
    errors.ModelUnloaded("Qwen"),
    errors.ModelFileGone("/models/qwen.gguf"),
    errors.ModelUnreadable("it ends early"),
    *(errors.AddressRefused(why) for why in ("form", "plain", "secret", "hops")),
    errors.DownloadRejected(404),
    errors.DownloadBroken("x"),
    errors.NoSpace(5_000_000_000, 1_000_000_000),
    *(errors.DownloadWrong(why) for why in ("sha256", "size", "kind")),
    errors.ModelFetchError("x"),
    errors.ModelFileWrong("x"),
    errors.ModelFetchFailed("x"),
    errors.StorageError("x"),
    errors.DatabaseCorrupt("x", "/kept"),
    errors.DatabaseLocked("x"),
    errors.DatabaseReadOnly("x"),
    errors.DiskFull("x"),
    errors.DatabaseTooNew("x"),
    errors.SecretError("x"),
    errors.KeyringMissing("x"),
    errors.KeyringSilent("x"),
    errors.SecretsLocked("x"),
    errors.PassphraseWrong("x"),
    errors.KeyFileBroken("x", "/kept"),
    errors.KeyFileTooNew("x"),
    errors.CardError("x"),
    *(
        errors.CardRefused(why, "x")
        for why in (
            "kind",
            "large",
            "json",
            "toml",
            "png",
            "no_card",
            "base64",
            "zip",
            "path",
            "link",
            "locked",
            "bomb",
            "backup",
            "lorebook",
            "empty",
            "gone",
        )
    ),
    errors.FileRefused("a.zip", "kind"),
    *(errors.FileRefused("a.pdf", why, "20 MB") for why in FILES_REFUSED),
    errors.FileMissing("a.png"),
    errors.CardUnwritable("x"),
    errors.SettingError("x"),
    ZeroDivisionError("x"),
]


def message(outcome, text="Hello **you**.\nMore.", reason=""):
    return Message("1", "", Role.AGENT, (TextPart(text),), 0.0, outcome=outcome, reason=reason)


def all_kinds():
    found = {each for each in vars(errors).values() if isinstance(each, type)}
    return {kind for kind in found if issubclass(kind, errors.AppError)}


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: repr(error)[:40])
def test_every_error_says_what_happened_was_kept_and_can_be_done(error):
    said = Wording().error(error, "Ann").text
    assert said.count(". ") >= 1
    assert "{" not in said.replace("{braces}", "")
    assert said.endswith(".")


@pytest.mark.parametrize("error", EXAMPLES[:-1], ids=lambda error: repr(error)[:40])
def test_no_error_of_ours_is_told_as_if_nobody_knew_it(error):
    if type(error) is not errors.AppError:
        assert Wording().error(error).text != Wording().error(errors.AppError()).text


def test_no_kind_of_error_is_without_an_example_and_words():
    assert {type(error) for error in EXAMPLES} >= all_kinds() - {errors.BackendError}
    assert {kind.code for kind in all_kinds()} <= {key.split(".")[0] for key in sentences.ERRORS}


def test_actions_are_those_the_window_knows():
    actions = {each.action for each in (*sentences.ERRORS.values(), *sentences.NOTICES.values())}
    assert actions == {"", "settings.providers", "settings.network", "model.fetch", "log.open"}


def test_the_servers_own_words_are_shown_and_kept_short():
    said = Wording().error(errors.BackendRejected(400, "bad " * 200), "Ann").text
    assert "bad bad" in said
    assert len(said) < 400


def test_who_is_named_or_just_a_model():
    error = errors.BackendUnreachable("x")
    assert Wording().error(error, "DeepSeek").text.startswith("The server of DeepSeek cannot")
    assert Wording().error(error).text.startswith("The server of the model cannot")
    silent = errors.BackendTimeout("idle", 30)
    assert Wording().error(silent).text.startswith("The model fell silent")


def test_opening_without_the_database_says_that_nothing_is_stored():
    assert "not stored" in Wording().at_start(errors.DatabaseLocked("x")).text
    assert "not stored" not in Wording().error(errors.DatabaseLocked("x")).text


def test_translation_is_asked_for_every_sentence_with_its_places_kept():
    asked = []
    wording = Wording(lambda context, text: asked.append((context, text)) or f"译：{text}")
    assert wording.error(errors.BackendBroken("x"), "Ann").text.startswith("译：")
    assert "Ann" in wording.notice("needs_you", "Ann").text
    assert all(context == "Wording" for context, _ in asked)


@pytest.mark.parametrize(
    ("outcome", "reason", "said"),
    [
        (Outcome.COMPLETE, "stop", ""),
        (Outcome.STOPPED, "", "Stopped by you"),
        (Outcome.FAILED, "broken", "The connection broke off"),
        (Outcome.FAILED, "never heard of", "Something went wrong"),
        (Outcome.INTERRUPTED, "", "Interrupted when Renao ended"),
    ],
)
def test_outcome_is_said_in_few_words(outcome, reason, said):
    assert Wording().outcome(message(outcome, reason=reason)) == said


def test_every_outcome_and_state_has_words():
    assert set(sentences.OUTCOMES) == set(Outcome)
    assert set(sentences.STATES) == {state.value for state in SessionState}


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (message(Outcome.COMPLETE), "Ann answered: Hello **you**."),
        (message(Outcome.COMPLETE, "# Title\n"), "Ann answered: Title"),
        (message(Outcome.COMPLETE, ""), "Ann answered nothing."),
        (message(Outcome.REFUSED), "Ann declined to answer."),
    ],
)
def test_end_of_a_reply_is_told_by_its_first_line(of, said):
    assert Wording().reply_ended("Ann", of).text == said


def test_sentences_name_only_places_that_are_filled():
    known = {"who", "error", "seconds", "status", "detail", "location", "needed", "available"}
    known |= {"kept_at", "choice", "line", "name", "path", "free", "proxy", "minutes"}
    for each in (*sentences.ERRORS.values(), *sentences.NOTICES.values()):
        assert {name for _, name, _, _ in string.Formatter().parse(each.text) if name} <= known


def test_of_a_failure_long_ago_is_said_what_its_code_still_tells():
    for kind in all_kinds():
        said = Wording().remembered(kind.code, "Ann")
        assert said.text.count(". ") >= 1
        assert "{" not in said.text
    assert Wording().remembered("timeout", "Ann").text.startswith("The server of Ann was silent")
    assert Wording().remembered("rejected", "Ann").action == sentences.PROVIDERS


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (errors.BackendRejected(429, "slow down"), "Wait a minute"),
        (errors.BackendRejected(429, "slow down", 20.2), "Ask again in 21 s"),
        (errors.BackendRejected(429, "slow down", 3600), "Ask again in 60 min"),
        (errors.BackendRejected(429, "You exceeded your current quota"), "Top up"),
        (errors.BackendRejected(429, "You exceeded your current quota", 34), "Ask again in 34 s"),
        (errors.BackendRejected(429, "insufficient_quota", 34), "Top up"),
        (errors.BackendRejected(403, "账户余额不足"), "Top up"),
        (errors.BackendRejected(403, "not in your country"), "not in your country"),
        (errors.BackendRejected(403, ""), "Enter the right key"),
        (errors.BackendRejected(402, "pay"), "Top up"),
        (errors.BackendRejected(413, "long"), "Shorten it"),
        (errors.BackendRejected(529, "overloaded"), "in a while"),
        (errors.BackendRedirected(301, "https://new.example/v1"), "https://new.example/v1"),
        (errors.ProxyUnusable("http://p:1", "password"), "the user or the password"),
    ],
)
def test_a_refusal_tells_waiting_paying_and_changing_apart(error, advice):
    assert advice in Wording().error(error, "Ann").text
