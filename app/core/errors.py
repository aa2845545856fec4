"""Every error the program raises on purpose.

AppError
├── BackendError              a model did not answer
│   ├── BackendUnreachable        no connection
│   │   ├── ProxyUnusable             the proxy does not take us there (`proxy`, `why`)
│   │   └── CertificatesUnusable      the file of the user's own authority (`path`)
│   ├── BackendTimeout            connected, but silent for too long (`waited_for`)
│   ├── BackendBroken             the connection broke off in the middle
│   ├── BackendRejected           the server said no (`status` tells why)
│   ├── BackendGarbled            the server said something we cannot read
│   ├── BackendUnfinished         the stream ended without saying that it was over
│   ├── BackendRedirected         the server wants us elsewhere (`location`); we do not go
│   ├── ContextTooSmall           not even the last message fits the model
│   ├── ModelMissing              the built-in model is not there, or no model is chosen
│   ├── ModelCrashed              a local model's process ended in the middle
│   ├── ModelUnloaded             the user unloaded it in the middle
│   └── ModelFileGone             the file of a local model is not where it was
├── ModelFetchError           a model file could not be had
│   ├── ModelFileWrong            its sha256 is not the pinned one
│   ├── ModelFetchFailed          it could not be downloaded or written
│   ├── AddressRefused            an address from which nothing is downloaded (`why`)
│   ├── DownloadRejected          the server said no (`status`)
│   ├── DownloadBroken            it broke off; what has come is kept
│   ├── NoSpace                   the disk has too little room
│   └── DownloadWrong             what came is not what was wanted (`why`)
├── ModelUnreadable           a file is no model that can be read
├── StorageError              the disk did not do what we asked
│   ├── DatabaseCorrupt           SQLite says so; it was set aside (`kept_at`)
│   ├── DatabaseLocked            another program holds it
│   ├── DatabaseReadOnly          it cannot be written
│   ├── DiskFull
│   └── DatabaseTooNew            made by a newer Renao
├── SecretError               the keyring did not do what we asked
│   ├── KeyringMissing            this system has none
│   ├── KeyringSilent             it did not answer in time; it may be locked
│   ├── SecretsLocked             the key file waits for its passphrase
│   ├── PassphraseWrong           the key file does not open with this one
│   ├── KeyFileBroken             it is damaged; it was set aside (`kept_at`)
│   └── KeyFileTooNew             made by a newer Renao
├── CardError                 an agent's card cannot be read
│   ├── CardRefused               a file from outside is not taken over (`why`)
│   └── CardUnwritable            the disk does not take a card, or does not give one back
├── FileRefused               a file cannot be attached (`why`)
├── FileMissing               an attached file is no longer there, or damaged
└── SettingError              a setting has a value it cannot have

Errors carry facts, not sentences; `engine/wording.py` turns them into sentences in
the reader's language. `code` is stable: it is stored with a message and printed by
`renao ask --json`.
"""

from typing import ClassVar

_NO_MONEY = (
    "insufficient_quota",
    "insufficient balance",
    "insufficient credit",
    "insufficient funds",
    "credit balance is too low",
    "out of credits",
    "余额不足",
    "欠费",
)
_NO_QUOTA = ("exceeded your current quota", "exceeded_current_quota", "billing")
"""How servers say that an account is empty, in small letters."""


class AppError(Exception):
    """Base of all errors raised on purpose; anything else is a bug."""

    code: ClassVar[str] = "error"


class BackendError(AppError):
    """A model did not answer."""

    code = "backend"


class BackendUnreachable(BackendError):
    """No connection."""

    code = "unreachable"


class ProxyUnusable(BackendUnreachable):
    """The proxy does not take us to the server; we never go without it.

    `proxy` is its address without user and password. `why` is `missing` (none is named),
    `address` (it cannot be read, or is of an unknown kind), `password` (it wants another),
    `gone` (it is not there, or hung up), `silent`, `refused` or `garbled`.
    """

    code = "proxy_unusable"

    def __init__(self, proxy: str, why: str = "gone", detail: str = "") -> None:
        self.detail = detail or why
        super().__init__(f"the proxy {proxy}: {self.detail}")
        self.proxy = proxy
        self.why = why


class CertificatesUnusable(BackendUnreachable):
    """The file of the user's own certificate authority cannot be used."""

    code = "certificates_unusable"

    def __init__(self, path: str, detail: str = "") -> None:
        super().__init__(f"{path}: {detail}" if detail else path)
        self.path = path
        self.detail = detail


class BackendTimeout(BackendError):
    """Connected, but silent for longer than we wait.

    `waited_for` is `connect`, `first_byte` or `idle`; `seconds` how long.
    """

    code = "timeout"

    def __init__(self, waited_for: str, seconds: float) -> None:
        super().__init__(f"{waited_for} took over {seconds:g} s")
        self.waited_for = waited_for
        self.seconds = seconds


class BackendBroken(BackendError):
    """The connection broke off in the middle."""

    code = "broken"


class BackendRejected(BackendError):
    """The server said no. `status` is HTTP's; after a 200 the one the error names, or None.

    `retry_after` is in how many seconds it wants to be asked again, None if it did not say.
    """

    code = "rejected"

    def __init__(self, status: int | None, detail: str, retry_after: float | None = None) -> None:
        super().__init__(f"{status}: {detail}")
        self.status = status
        self.detail = detail
        self.retry_after = retry_after

    @property
    def is_out_of_money(self) -> bool:
        """Whether the account has nothing left: waiting a little does not help."""
        said = self.detail.lower()
        if self.status == 402 or any(words in said for words in _NO_MONEY):
            return True
        # Some say this of a minute's limit too, but then they say how long to wait.
        return self.retry_after is None and any(words in said for words in _NO_QUOTA)


class BackendGarbled(BackendError):
    """The server said something we cannot read."""

    code = "garbled"


class BackendUnfinished(BackendError):
    """The stream ended without saying that it was over."""

    code = "unfinished"


class BackendRedirected(BackendError):
    """The server wants us elsewhere; keys must not travel, so we do not go."""

    code = "redirected"

    def __init__(self, status: int, location: str) -> None:
        super().__init__(f"{status} to {location}")
        self.status = status
        self.location = location


class ContextTooSmall(BackendError):
    """Not even the persona and the last message fit the model. Both are in tokens."""

    code = "context_too_small"

    def __init__(self, needed: int, available: int) -> None:
        super().__init__(f"{needed} tokens do not fit {available}")
        self.needed = needed
        self.available = available


class ModelMissing(BackendError):
    """The built-in model is not there, or the chosen one is no longer configured.

    `choice` is the `provider/model` that is gone, "" for the built-in model.
    """

    code = "model_missing"

    def __init__(self, detail: str = "", choice: str = "") -> None:
        super().__init__(detail or choice)
        self.choice = choice


class ModelCrashed(BackendError):
    """A local model's process ended in the middle. `name` is "" for the built-in one."""

    code = "model_crashed"

    def __init__(self, detail: str = "", name: str = "") -> None:
        super().__init__(detail)
        self.name = name


class ModelUnloaded(BackendError):
    """The user unloaded the local model `name` in the middle."""

    code = "model_unloaded"

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} was unloaded")
        self.name = name


class ModelFileGone(BackendError):
    """The file of a local model is not where it was."""

    code = "model_file_gone"

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class ModelFetchError(AppError):
    """A model file could not be had."""

    code = "model_fetch"


class ModelFileWrong(ModelFetchError):
    """The file's sha256 is not the pinned one."""

    code = "model_file_wrong"


class ModelFetchFailed(ModelFetchError):
    """The file could not be downloaded or written."""

    code = "model_fetch_failed"


class AddressRefused(ModelFetchError):
    """An address from which nothing is downloaded.

    `why` is `form` (no whole https address), `plain` (not encrypted), `secret` (it holds
    a password) or `hops` (it leads from one place to the next without end).
    """

    code = "address_refused"

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class DownloadRejected(ModelFetchError):
    """The server said no. `status` is HTTP's."""

    code = "download_rejected"

    def __init__(self, status: int) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status


class DownloadBroken(ModelFetchError):
    """The download broke off or never began; what has come is kept."""

    code = "download_broken"


class NoSpace(ModelFetchError):
    """The disk has too little room. Both are in bytes."""

    code = "no_space"

    def __init__(self, needed: int, free: int) -> None:
        super().__init__(f"{needed} bytes are needed and {free} are free")
        self.needed = needed
        self.free = free


class DownloadWrong(ModelFetchError):
    """What came is not what was wanted; it was thrown away.

    `why` is `sha256`, `size` (another one than the server said) or `kind` (no model).
    """

    code = "download_wrong"

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(detail or why)
        self.why = why


class ModelUnreadable(AppError):
    """A file is no model that can be read."""

    code = "model_unreadable"


class StorageError(AppError):
    """The disk did not do what we asked."""

    code = "storage"


class DatabaseCorrupt(StorageError):
    """SQLite says that the database is corrupt; it was set aside at `kept_at`."""

    code = "database_corrupt"

    def __init__(self, detail: str, kept_at: str = "") -> None:
        super().__init__(detail)
        self.kept_at = kept_at


class DatabaseLocked(StorageError):
    """Another program holds the database."""

    code = "database_locked"


class DatabaseReadOnly(StorageError):
    """The database cannot be written."""

    code = "database_read_only"


class DiskFull(StorageError):
    """There is no room left."""

    code = "disk_full"


class DatabaseTooNew(StorageError):
    """The database was made by a newer Renao."""

    code = "database_too_new"


class SecretError(AppError):
    """The keyring, or the key file, did not do what we asked. Its text never holds a key."""

    code = "secret"


class KeyringMissing(SecretError):
    """This system has no keyring."""

    code = "keyring_missing"


class KeyringSilent(SecretError):
    """The keyring did not answer in time; it may be locked and asking somewhere."""

    code = "keyring_silent"


class SecretsLocked(SecretError):
    """The key file waits for its passphrase."""

    code = "secrets_locked"


class PassphraseWrong(SecretError):
    """The key file does not open with this passphrase."""

    code = "passphrase_wrong"


class KeyFileBroken(SecretError):
    """The key file is damaged; it was set aside at `kept_at`, "" if it could not be."""

    code = "key_file_broken"

    def __init__(self, detail: str, kept_at: str = "") -> None:
        super().__init__(detail)
        self.kept_at = kept_at


class KeyFileTooNew(SecretError):
    """The key file was made by a newer Renao."""

    code = "key_file_too_new"


class CardError(AppError):
    """An agent's card cannot be read."""

    code = "card"


class CardRefused(CardError):
    """A file from outside is not taken over.

    `why` is `kind` (nothing we know), `large`, `json`, `png`, `no_card` (a picture without
    one), `base64`, `zip`, `path` (a name in it points out of it), `link`, `locked`, `bomb`,
    `backup` (one of Cherry Studio's that only it can read), `lorebook`, `toml`, `empty` (no
    agent in it) or `gone` (it cannot be opened).
    """

    code = "card_refused"

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(f"{why}: {detail}" if detail else why)
        self.why = why
        self.detail = detail


class CardUnwritable(CardError):
    """The disk does not take a card, or does not give one back."""

    code = "card_unwritable"


class FileRefused(AppError):
    """A file cannot be attached.

    `name` is the file's; `why` is `unreadable`, `folder`, `special`, `empty`, `large`,
    `long`, `kind`, `picture`, `pixels`, `locked`, `scanned`, `slow`, `unread`, `many` or
    `disk`; `detail` is the limit it exceeds, or the system's own words.
    """

    code = "file_refused"

    def __init__(self, name: str, why: str, detail: str = "") -> None:
        super().__init__(f"{name}: {why} {detail}".strip())
        self.name = name
        self.why = why
        self.detail = detail


class FileMissing(AppError):
    """An attached file is no longer where it was kept, or is no longer what it was."""

    code = "file_missing"


class SettingError(AppError):
    """A setting has a value it cannot have."""

    code = "setting"
