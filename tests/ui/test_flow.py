from PySide6.QtWidgets import QLabel, QWidget

from app.ui.flow import Flow


def test_what_has_no_room_goes_on_in_the_next_line(qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = Flow(holder, gap=10)
    parts = [QLabel() for _ in range(3)]
    for part, height in zip(parts, (20, 40, 20), strict=True):
        part.setFixedSize(100, height)
        flow.addWidget(part)
    parts.append(QLabel())
    flow.addWidget(parts[3])
    parts[3].hide()
    assert flow.heightForWidth(330) == 40
    assert flow.heightForWidth(220) == 70
    assert flow.heightForWidth(100) == 100
    holder.resize(220, 70)
    holder.show()
    places = [(part.x(), part.y()) for part in parts[:3]]
    assert places == [(0, 10), (110, 0), (0, 50)]


def test_an_empty_one_takes_nothing(qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    assert Flow(holder).heightForWidth(100) == 0
