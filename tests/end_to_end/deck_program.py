"""A deck with plain tiles, which says on its output where each of them is."""

import json
import sys

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from app.ui.deck import Deck

TILES = ["one", "two", "three", "four", "five", "six"]


class Tile(QWidget):
    def __init__(self, tile_id):
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title = QLabel(tile_id)
        self.title.setFixedHeight(32)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.title)
        rows.addStretch(1)


def fill(deck, tile_id):
    tile = Tile(tile_id)
    deck.fill(tile_id, tile, tile.title)


def report(deck):
    places = {}
    for tile_id in deck.visible:
        tile = deck.widget(tile_id)
        if tile is not None:
            corner = tile.mapToGlobal(QPoint(0, 0))
            floats = tile.window() is not deck.window()
            places[tile_id] = [corner.x(), corner.y(), tile.width(), tile.height(), floats]
    tabs = {}
    for tile_id in deck.tiles:
        tab = deck.tab(tile_id)
        if tab.isVisible():
            corner = tab.mapToGlobal(tab.rect().center())
            tabs[tile_id] = [corner.x(), corner.y()]
    said = {"tiles": deck.tiles, "places": places, "tabs": tabs, "focused": deck.focused}
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


def main():
    application = QApplication(sys.argv)
    deck = Deck()
    deck.setWindowTitle("deck under test")
    deck.resize(1200, 780)
    deck.move(40, 40)
    for tile_id in TILES:
        deck.add(tile_id, tile_id, QIcon())
    deck.wanted.connect(lambda tile_id: fill(deck, tile_id))
    deck.show()
    deck.lay_out_default(TILES)
    every = QTimer(interval=100)
    every.timeout.connect(lambda: report(deck))
    every.start()
    application.exec()
    deck.shut()


main()
