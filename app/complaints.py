"""What goes wrong while the program opens and works, as notices."""

from app.core.agent import AgentCard, in_language
from app.core.errors import AppError, DatabaseReadOnly, StorageError
from app.engine.notices import NoticeKind, Notices
from app.engine.sizes import in_bytes
from app.engine.wording import Sentence, Wording


class Complaints:
    """Collects what goes wrong and makes notices of it, as soon as there are any."""

    def __init__(self, wording: Wording, language: str) -> None:
        self.wording = wording
        self.language = language
        self._notices: Notices | None = None
        self._waiting: list[Sentence] = []
        self._is_unwritable = False

    def say(self, sentence: Sentence) -> None:
        if self._notices is None:
            self._waiting.append(sentence)
        else:
            self._notices.say(NoticeKind.PROBLEM, sentence.text, action=sentence.action)

    def hear(self, error: Exception) -> None:
        self.say(self.wording.error(error))

    def hear_at_start(self, error: Exception) -> None:
        if not self._was_said(error):
            self.say(self.wording.at_start(error))

    def hear_of_file(self, error: Exception) -> None:
        if not self._was_said(error):
            self.hear(error)

    def say_unwritable(self, path: str) -> None:
        self._is_unwritable = True
        self.say(self.wording.notice("folder.unwritable", line=path))

    def _was_said(self, error: Exception) -> bool:
        """Whether it only follows from a folder that cannot be written."""
        return self._is_unwritable and type(error) in (StorageError, DatabaseReadOnly)

    def hear_uncaught(self, name: str, error: Exception) -> None:
        """Whoever calls has logged it."""
        self.say(self.wording.notice("uncaught"))

    def hear_no_comment(self, card: AgentCard, error: AppError) -> None:
        who = in_language(card.name, self.language)
        why = self.wording.error(error, who)
        said = self.wording.notice("comment.failed", who, why.text)
        self.say(Sentence(said.text, why.action))

    def hear_tight(self, model: str, needed: int, free: int) -> None:
        """A model may take more memory, in bytes, than is free."""
        amounts = f"{in_bytes(needed)} > {in_bytes(free)}"
        self.say(self.wording.notice("model.tight", model, amounts))

    def tell(self, notices: Notices) -> None:
        self._notices = notices
        for sentence in self._waiting:
            self.say(sentence)
