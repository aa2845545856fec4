import string

import pytest

from app.core.backend import Waiting
from app.core.errors import BackendRejected, BackendUnreachable, ProxyUnusable
from app.engine.provider_wording import rest_sentence, trial_sentence, waiting_sentence
from app.engine.rests import Rest
from app.engine.sentences import providers
from app.engine.trial import TrialOutcome, TrialResult
from app.engine.wording import Wording
from tests.engine.test_wording import EXAMPLES


@pytest.mark.parametrize(
    ("waiting", "said"),
    [
        (Waiting(2.4, "rejected", 429), "Waiting 3 s: Ann is busy"),
        (Waiting(2, "rejected", 529), "Waiting 2 s: Ann has trouble of its own"),
        (Waiting(59, "rate"), "Waiting 59 s: your limit for Ann"),
        (Waiting(1, "unreachable"), "Waiting 1 s: Ann cannot be reached"),
        (Waiting(0.2, "broken"), "Waiting 1 s: Ann hung up"),
        (Waiting(4, "timeout"), "Waiting 4 s: Ann did not answer"),
        (Waiting(4, "proxy_unusable"), "Waiting 4 s: the proxy cannot be reached"),
        (Waiting(4, "something new"), "Waiting 4 s: Ann is busy"),
    ],
)
def test_a_wait_says_how_long_and_why(waiting, said):
    assert waiting_sentence(Wording(), waiting, "Ann") == said


def test_a_wait_can_be_counted_down():
    assert waiting_sentence(Wording(), Waiting(9, "rate"), "Ann", 3.2).startswith("Waiting 4 s")


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        (Rest("http://x", 2, 3, "rejected", 401), "Ann refused key 2 of 3"),
        (Rest("http://x", 2, 3, "rejected", 403), "Ann refused key 2 of 3"),
        (Rest("http://x", 2, 3, "rejected", 402), "Ann: the account of key 2 of 3 is empty"),
        (Rest("http://x", 2, 3, "rejected", 429), "Ann was asked too often with key 2 of 3"),
        (Rest("http://x", code="unreachable"), "Ann: http://x fails"),
    ],
)
def test_a_rest_says_what_is_left_alone(rest, said):
    assert rest_sentence(Wording(), rest, "Ann").text.startswith(said)


@pytest.mark.parametrize("error", EXAMPLES[:-1], ids=lambda error: repr(error)[:40])
def test_every_error_ends_a_trial_in_one_sentence_without_a_hole(error):
    result = TrialResult(TrialOutcome.FAILED, error=error, model="m", key_count=1, key_number=1)
    said = trial_sentence(Wording(), result, "Ann").text
    assert "{" not in said.replace("{braces}", "")
    assert said.endswith(".")
    assert "What was said is kept" not in said


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ProxyUnusable("http://p:1", "password"), "http://p:1 does not accept the user"),
        (ProxyUnusable("http://p:1", "refused", "HTTP 403"), "does not lead to Ann (HTTP 403)"),
        (ProxyUnusable("http://p:1", "silent"), "does not lead to Ann (silent)"),
        (BackendUnreachable("certificate of x not trusted"), "certificate of x not trusted"),
        (BackendRejected(403, ""), "The key was refused (HTTP 403)"),
    ],
)
def test_a_trial_says_what_to_change(error, words):
    result = TrialResult(TrialOutcome.FAILED, error=error, key_count=1)
    assert words in trial_sentence(Wording(), result, "Ann").text


def test_the_sentences_are_translated_with_their_places_kept():
    wording = Wording(lambda context, text: f"译{text}")
    assert waiting_sentence(wording, Waiting(1, "rate"), "Ann").startswith("译Waiting 1 s")
    places = [
        {name for _, name, _, _ in string.Formatter().parse(text) if name}
        for text in providers.WAITS.values()
    ]
    assert all("seconds" in each for each in places)
