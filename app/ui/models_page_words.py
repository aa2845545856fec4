"""What the page of models says of each: in few words, and never by colour alone."""

from PySide6.QtCore import QCoreApplication

from app.engine.downloads import DownloadFacts, DownloadState
from app.engine.local_facts import LoadState, LocalFacts
from app.engine.sizes import in_bytes

GLYPHS = {
    LoadState.MISSING: ("warning", "warning"),
    LoadState.UNLOADED: ("state-idle", "muted"),
    LoadState.LOADING: ("state-thinking", "accent"),
    LoadState.READY: ("check", "good"),
    LoadState.FAILED: ("state-failed", "danger"),
}
"""The icon and the colour of each state."""

translate = QCoreApplication.translate


def description(facts: LocalFacts) -> str:
    """How large a model is and what it was made for."""
    header = facts.header
    parts = [in_bytes(header.tensor_bytes if header else facts.size) if facts.size else ""]
    if header is not None:
        size = header.size_label or _parameters(header.parameters)
        parts = [header.architecture, size, header.quantisation, *parts]
        if header.context:
            parts.append(
                translate("ModelsPage", "made for {count} tokens").format(
                    count=f"{header.context:,}"
                )
            )
        if not header.has_template:
            parts.append(translate("ModelsPage", "no chat template"))
    return " · ".join(part for part in parts if part)


def state_words(facts: LocalFacts) -> str:
    """What a model is doing, and what it takes or will take."""
    about = facts.estimate(facts.file.context, facts.file.slots)
    match facts.state:
        case LoadState.MISSING:
            gone = translate("ModelsPage", "Its file is not there: {path}")
            return gone.format(path=facts.path) if facts.path else missing_words()
        case LoadState.LOADING:
            return translate("ModelsPage", "Loading…")
        case LoadState.FAILED:
            return translate("ModelsPage", "Could not be loaded")
        case LoadState.READY:
            taken = in_bytes(facts.memory)
            return translate("ModelsPage", "Loaded · takes {amount} now · process {pid}").format(
                amount=taken, pid=facts.pid
            )
    if not about:
        return translate("ModelsPage", "Not loaded")
    return translate("ModelsPage", "Not loaded · will take about {amount}").format(
        amount=in_bytes(about)
    )


def missing_words() -> str:
    """That the built-in model must be downloaded first."""
    return translate("ModelsPage", "Not downloaded yet, about 90 MB")


def need_words(needed: int, free: int) -> str:
    """What a model will take of what is free."""
    if not needed:
        return translate("ModelsPage", "Nobody knows how much memory this takes.")
    words = translate("ModelsPage", "Takes about {needed} of memory; {free} are free.")
    return words.format(needed=in_bytes(needed), free=in_bytes(free))


def download_words(facts: DownloadFacts) -> str:
    """How far a download is, how fast it is and how long it will take."""
    amount = in_bytes(facts.done)
    if facts.total:
        words = translate("ModelsPage", "{done} of {total}")
        amount = words.format(done=amount, total=in_bytes(facts.total))
    match facts.state:
        case DownloadState.QUEUED:
            return translate("ModelsPage", "Waits for its turn · {amount}").format(amount=amount)
        case DownloadState.PAUSED:
            return translate("ModelsPage", "Paused · {amount}").format(amount=amount)
        case DownloadState.FAILED:
            return translate("ModelsPage", "Stopped · {amount}").format(amount=amount)
    if facts.speed <= 0:
        return amount
    speed = translate("ModelsPage", "{amount} a second").format(amount=in_bytes(facts.speed))
    left = [_left(facts)] if facts.total else []
    return " · ".join([amount, speed, *left])


def _left(facts: DownloadFacts) -> str:
    seconds = (facts.total - facts.done) / facts.speed
    if seconds < 90:
        return translate("ModelsPage", "{count} s left").format(count=round(seconds))
    if seconds < 5400:
        return translate("ModelsPage", "{count} min left").format(count=round(seconds / 60))
    return translate("ModelsPage", "{count} h left").format(count=f"{seconds / 3600:.1f}")


def _parameters(count: int) -> str:
    for unit, size in (("B", 1e9), ("M", 1e6)):
        if count >= size:
            return f"{count / size:.3g}{unit}"
    return ""
