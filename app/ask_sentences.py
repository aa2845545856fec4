"""What `renao ask` says about the end of an answer. Nothing is stored there, so the
window's sentences, which promise that it is, would not be true."""

from math import ceil

from app.core.conversation import Outcome
from app.core.errors import (
    AppError,
    BackendRedirected,
    BackendRejected,
    BackendTimeout,
    ContextTooSmall,
    ModelMissing,
)

OUTCOMES = {
    Outcome.COMPLETE: "The answer is complete.",
    Outcome.LENGTH: "The answer was cut off at the most tokens it may have.",
    Outcome.REFUSED: "The model declined to answer.",
    Outcome.TOOL_CALLS: "The model wants its tools.",
    Outcome.STOPPED: "Stopped.",
    Outcome.FAILED: "The server gave up in the middle of the answer.",
}

_ERRORS = {
    "unreachable": "The server cannot be reached: {error}.",
    "broken": "The connection broke off in the middle of the answer.",
    "garbled": "The server said something that cannot be read: {error}.",
    "unfinished": "The answer broke off: the server hung up without saying that it was over.",
    "proxy_unusable": "{error}. Put it right in the settings: nothing goes past it.",
    "certificates_unusable": "The certificate authority of the settings cannot be used: {error}.",
    "model_crashed": "The built-in model's process ended. Ask again.",
    "secret": "The provider's key cannot be read: {error}.",
    "keyring_silent": "The provider's key cannot be read: {error}. Unlock the keyring.",
    "secrets_locked": "The provider's key is in a file with a passphrase, which only the window "
    "can ask for. Name an environment variable for it in the settings.",
}

_STATUS = {
    401: "The server does not accept the key (HTTP 401){detail}. Set the right one: for an address "
    "in RENAO_KEY, for a provider in the settings or the variable they name.",
    403: "The server does not allow this (HTTP 403){detail}.",
    404: "The server knows no such address or model (HTTP 404){detail}.",
    402: "The server wants to be paid first (HTTP 402){detail}. Top up the account.",
    413: "The server finds the question too long (HTTP 413){detail}.",
    429: "The server was asked too often (HTTP 429){detail}. {wait}",
}

_WAITS = {
    "connect": "The server did not take the connection within {seconds:g} s.",
    "first_byte": "The server said nothing for {seconds:g} s.",
    "idle": "The server fell silent for {seconds:g} s in the middle of the answer.",
}


def sentence(error: Exception) -> str:
    """One line that says what went wrong and, where something helps, what to do."""
    return " ".join(_text(error).split())


def _text(error: Exception) -> str:
    match error:
        case BackendRejected(status=status):
            detail = f": {error.detail.rstrip('.')}" if error.detail else ""
            known = _STATUS.get(status or 0, "The server refused (HTTP {status}){detail}.")
            known = known if status else "The server reported an error{detail}."
            if status in (403, 429) and error.is_out_of_money:
                known = "The quota is used up (HTTP {status}){detail}. Top up the account."
            return known.format(status=status, detail=detail, wait=_wait(error.retry_after))
        case BackendTimeout():
            return _WAITS[error.waited_for].format(seconds=error.seconds)
        case BackendRedirected():
            return f"The server sends us to {error.location}; a key must not go there."
        case ContextTooSmall():
            return f"The question is too long: {error.needed} tokens, room for {error.available}."
        case ModelMissing():
            return _missing(error)
        case AppError():
            return _ERRORS.get(error.code, "It did not work: {error}.").format(error=error)
    return f"It did not work: {type(error).__name__}."


def _wait(seconds: float | None) -> str:
    if seconds is None:
        return "Ask again in a minute."
    return (
        f"Ask again in {ceil(seconds)} s."
        if seconds < 100
        else (f"Ask again in {ceil(seconds / 60)} min.")
    )


def _missing(error: ModelMissing) -> str:
    provider, slash, model = error.choice.partition("/")
    if provider and not slash:
        return f"There is no provider {provider}. See `renao providers --all`."
    if provider and not model:
        return f"Name a model with --model. See `renao models {provider}`."
    if provider:
        return f"The model {error.choice} is not configured."
    return "The built-in model is not here. Get it with `renao fetch-model`."
