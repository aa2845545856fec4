"""What was sent before, to be walked through with Up and Down."""

from collections.abc import Iterable


class SaidBefore:
    """The texts sent in one conversation, and where in them the user is.

    The text that was being written when the walk began is kept and comes back at its
    end. Knows no Qt.
    """

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._place = 0
        self._unsent = ""

    @property
    def is_walking(self) -> bool:
        """An earlier text is shown instead of the unsent one."""
        return self._place < len(self._texts)

    def become(self, texts: Iterable[str]) -> None:
        """Know these texts, oldest first; the same text twice in a row counts once."""
        self._texts = []
        for text in texts:
            if not self._texts or self._texts[-1] != text:
                self._texts.append(text)
        self.stop_walking()

    def stop_walking(self) -> None:
        """Take what is shown for the user's own new text."""
        self._place = len(self._texts)

    def earlier(self, shown: str) -> str | None:
        """The text before the shown one; None at the oldest."""
        if self._place == 0:
            return None
        if not self.is_walking:
            self._unsent = shown
        self._place -= 1
        return self._texts[self._place]

    def later(self) -> str | None:
        """The text after the shown one, last of all the unsent one; None when not walking."""
        if not self.is_walking:
            return None
        self._place += 1
        return self._texts[self._place] if self.is_walking else self._unsent

    def back(self) -> str | None:
        """The unsent text at once; None when not walking."""
        if not self.is_walking:
            return None
        self._place = len(self._texts)
        return self._unsent
