import pytest

from app.backends.resets import reset_after
from tests.backends.server import head

NOW = 1_764_000_000.0


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        # https://platform.openai.com/docs/guides/rate-limits#rate-limits-in-headers
        (
            {
                "x-ratelimit-remaining-requests": "59",
                "x-ratelimit-remaining-tokens": "0",
                "x-ratelimit-reset-requests": "1s",
                "x-ratelimit-reset-tokens": "6m0s",
            },
            360,
        ),
        ({"x-ratelimit-reset-requests": "1s", "x-ratelimit-reset-tokens": "6m0s"}, 1),
        ({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "120ms"}, 0.12),
        ({"x-ratelimit-reset-tokens": "7.66s"}, 7.66),
        ({"x-ratelimit-reset-requests": "1h2m3.5s"}, 3723.5),
        # https://docs.anthropic.com/en/api/rate-limits#response-headers
        (
            {
                "anthropic-ratelimit-requests-remaining": "0",
                "anthropic-ratelimit-requests-reset": "2025-11-24T16:00:30Z",
                "anthropic-ratelimit-tokens-remaining": "7",
                "anthropic-ratelimit-tokens-reset": "2025-11-24T16:00:09Z",
            },
            30,
        ),
        ({"x-ratelimit-reset": "1764000005000"}, 5),  # OpenRouter
        ({"X-RateLimit-Reset": "1764000007"}, 7),
        ({"ratelimit-reset": "59"}, 59),
        ({"x-ratelimit-reset": "1"}, 1),
        ({"x-ratelimit-reset": "1763999000"}, 0),
        ({"x-ratelimit-reset": "soon"}, None),
        ({"x-ratelimit-reset": ""}, None),
        ({"x-ratelimit-reset": "nan"}, None),
        ({"x-ratelimit-reset": "inf"}, None),
        ({"x-ratelimit-reset": "2025-99-99"}, None),
        ({"x-ratelimit-limit": "5", "date": "1"}, None),
    ],
)
def test_the_end_of_a_limit_is_read_however_it_is_said(headers, seconds):
    assert reset_after(headers, NOW) == (None if seconds is None else pytest.approx(seconds))


async def test_a_refusal_that_says_no_moment_is_over_when_its_limit_is(ask):
    heard = await ask(head(429, X_RateLimit_Reset_Tokens="6m0s"), b"{}")
    assert heard.error.retry_after == 360


async def test_what_a_server_says_itself_comes_first(ask):
    heard = await ask(head(503, Retry_After="5", X_RateLimit_Reset="50"), b"{}")
    assert heard.error.retry_after == 5


async def test_another_refusal_has_nothing_to_do_with_limits(ask):
    heard = await ask(head(401, X_RateLimit_Reset="50"), b"{}")
    assert heard.error.retry_after is None
