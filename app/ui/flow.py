"""Widgets side by side that go on in the next line where there is no more room."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class Flow(QLayout):
    """Lines of widgets, each as large as it wants to be; `gap` pixels lie between them."""

    def __init__(self, parent: QWidget | None = None, gap: int = 6) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), moves=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, moves=True)

    def sizeHint(self) -> QSize:
        sizes = [each.sizeHint() for each in self._shown()]
        wide = sum(size.width() + self._gap for size in sizes) - self._gap
        return QSize(max(0, wide), max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        size = QSize()
        for each in self._shown():
            size = size.expandedTo(each.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        return [each for each in self._items if not each.isEmpty()]

    def _arrange(self, rect: QRect, *, moves: bool) -> int:
        """Put each into its line; returns how high all lines are."""
        y = rect.y()
        for line in self._lines(rect.width()):
            high = max(size.height() for _, size in line)
            x = rect.x()
            for each, size in line:
                if moves:
                    place = QPoint(x, y + (high - size.height()) // 2)
                    each.setGeometry(QRect(place, size))
                x += size.width() + self._gap
            y += high + self._gap
        return max(0, y - self._gap - rect.y())

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        """What stands beside what in so many pixels, with the size of each."""
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        room = 0
        for each in self._shown():
            size = each.sizeHint().boundedTo(QSize(max(width, 1), 1 << 20))
            if not lines or size.width() > room:
                lines.append([])
                room = width
            lines[-1].append((each, size))
            room -= size.width() + self._gap
        return lines
