# ruff: noqa: D100, D101, D102, N801, N802, N803
"""The part of QtAds that the deck uses; the wheel has no stubs.

Cut from what pyside6-genpyi makes of PySide6QtAds 5.1.1, with `None` put in where the
library returns a null pointer.
"""

import enum
from collections.abc import Sequence
from typing import overload

from PySide6.QtCore import QByteArray, QSize, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QDockWidget, QFrame, QSplitter, QWidget

class CDockAreaTitleBar(QFrame): ...

class CDockAreaWidget(QFrame):
    class eDockAreaFlag(enum.IntFlag):
        DefaultFlags = 0x0
        HideSingleWidgetTitleBar = 0x1

    def currentDockWidget(self, /) -> CDockWidget | None: ...
    def dockContainer(self, /) -> CDockContainerWidget | None: ...
    def openedDockWidgets(self, /) -> list[CDockWidget]: ...
    def setDockAreaFlag(self, Flag: CDockAreaWidget.eDockAreaFlag, On: bool, /) -> None: ...
    def titleBar(self, /) -> CDockAreaTitleBar: ...

class CDockContainerWidget(QFrame):
    def addDockWidget(
        self,
        area: DockWidgetArea,
        Dockwidget: CDockWidget,
        /,
        DockAreaWidget: CDockAreaWidget | None = ...,
        Index: int = ...,
    ) -> CDockAreaWidget: ...
    def openedDockAreas(self, /) -> list[CDockAreaWidget]: ...
    def rootSplitter(self, /) -> CDockSplitter | None: ...
    def zOrderIndex(self, /) -> int: ...

class CDockManager(CDockContainerWidget):
    dockAreaCreated: Signal
    floatingWidgetCreated: Signal
    class eConfigFlag(enum.IntFlag):
        ActiveTabHasCloseButton = 0x1
        DockAreaHasCloseButton = 0x2
        DockAreaCloseButtonClosesTab = 0x4
        OpaqueSplitterResize = 0x8
        XmlAutoFormattingEnabled = 0x10
        XmlCompressionEnabled = 0x20
        TabCloseButtonIsToolButton = 0x40
        AllTabsHaveCloseButton = 0x80
        RetainTabSizeWhenCloseButtonHidden = 0x100
        DragPreviewIsDynamic = 0x400
        DragPreviewShowsContentPixmap = 0x800
        DragPreviewHasWindowFrame = 0x1000
        AlwaysShowTabs = 0x2000
        DockAreaHasUndockButton = 0x4000
        DockAreaHasTabsMenuButton = 0x8000
        DefaultDockAreaButtons = 0xC002
        DockAreaHideDisabledButtons = 0x10000
        DockAreaDynamicTabsMenuButtonVisibility = 0x20000
        FloatingContainerHasWidgetTitle = 0x40000
        FloatingContainerHasWidgetIcon = 0x80000
        HideSingleCentralWidgetTitleBar = 0x100000
        FocusHighlighting = 0x200000
        EqualSplitOnInsertion = 0x400000
        FloatingContainerForceNativeTitleBar = 0x800000
        FloatingContainerForceQWidgetTitleBar = 0x1000000
        MiddleMouseButtonClosesTab = 0x2000000
        DisableTabTextEliding = 0x4000000
        ShowTabTextOnlyForActiveTab = 0x8000000
        DoubleClickUndocksWidget = 0x10000000
        DefaultBaseConfig = 0x1004C023
        DefaultNonOpaqueConfig = 0x1004C823
        DefaultOpaqueConfig = 0x1004C82B
        NonOpaqueWithWindowFrame = 0x1004D823
        TabsAtBottom = 0x20000000
        UseNativeWindows = 0x40000000
        DisableStylesheet = 0x80000000

    def __init__(self, /, parent: QWidget | None = ...) -> None: ...
    def addDockWidget(
        self,
        area: DockWidgetArea,
        Dockwidget: CDockWidget,
        /,
        DockAreaWidget: CDockAreaWidget | None = ...,
        Index: int = ...,
    ) -> CDockAreaWidget: ...
    def addDockWidgetFloating(self, Dockwidget: CDockWidget, /) -> CFloatingDockContainer: ...
    def addDockWidgetToContainer(
        self,
        area: DockWidgetArea,
        Dockwidget: CDockWidget,
        DockContainerWidget: CDockContainerWidget,
        /,
    ) -> CDockAreaWidget: ...
    def dockContainers(self, /) -> list[CDockContainerWidget]: ...
    def restoreState(
        self, state: QByteArray | bytes | bytearray | memoryview, /, version: int | None = ...
    ) -> bool: ...
    def saveState(self, /, version: int | None = ...) -> QByteArray: ...
    @staticmethod
    def setConfigFlags(Flags: CDockManager.eConfigFlag, /) -> None: ...
    def setSplitterSizes(self, ContainedArea: CDockAreaWidget, sizes: Sequence[int], /) -> None: ...

class CDockSplitter(QSplitter): ...

class CDockWidget(QFrame):
    topLevelChanged: Signal
    viewToggled: Signal
    class DockWidgetFeature(enum.IntFlag):
        NoDockWidgetFeatures = 0x0
        DockWidgetClosable = 0x1
        DockWidgetMovable = 0x2
        DockWidgetFloatable = 0x4
        DockWidgetDeleteOnClose = 0x8
        CustomCloseHandling = 0x10
        DockWidgetFocusable = 0x20
        DockWidgetForceCloseWithArea = 0x40
        DockWidgetAlwaysCloseAndDelete = 0x48
        NoTab = 0x80
        DeleteContentOnClose = 0x100
        DockWidgetPinnable = 0x200
        GloballyLockableFeatures = 0x207
        DefaultDockWidgetFeatures = 0x227
        AllDockWidgetFeatures = 0x23F

    class eInsertMode(enum.IntEnum):
        AutoScrollArea = 0x0
        ForceScrollArea = 0x1
        ForceNoScrollArea = 0x2

    class eMinimumSizeHintMode(enum.IntEnum):
        MinimumSizeHintFromDockWidget = 0x0
        MinimumSizeHintFromContent = 0x1
        MinimumSizeHintFromDockWidgetMinimumSize = 0x2
        MinimumSizeHintFromContentMinimumSize = 0x3

    @overload
    def __init__(
        self, manager: CDockManager, title: str, /, parent: QWidget | None = ...
    ) -> None: ...
    @overload
    def __init__(self, title: str, /, parent: QWidget | None = ...) -> None: ...
    def dockAreaWidget(self, /) -> CDockAreaWidget | None: ...
    def dockContainer(self, /) -> CDockContainerWidget | None: ...
    def isClosed(self, /) -> bool: ...
    def isInFloatingContainer(self, /) -> bool: ...
    def setAsCurrentTab(self, /) -> None: ...
    def setFeatures(self, features: CDockWidget.DockWidgetFeature, /) -> None: ...
    def setIcon(self, Icon: QIcon | QPixmap, /) -> None: ...
    def setMinimumSizeHintMode(self, Mode: CDockWidget.eMinimumSizeHintMode, /) -> None: ...
    def setWidget(self, widget: QWidget, /, InsertMode: CDockWidget.eInsertMode = ...) -> None: ...
    def tabWidget(self, /) -> CDockWidgetTab: ...
    def toggleView(self, /, Open: bool = ...) -> None: ...

class CDockWidgetTab(QFrame):
    def iconSize(self, /) -> QSize: ...
    def setIconSize(self, Size: QSize, /) -> None: ...

class CFloatingDockContainer(QDockWidget): ...

class DockWidgetArea(enum.IntFlag):
    InvalidDockWidgetArea = 0x0
    NoDockWidgetArea = 0x0
    LeftDockWidgetArea = 0x1
    RightDockWidgetArea = 0x2
    TopDockWidgetArea = 0x4
    BottomDockWidgetArea = 0x8
    OuterDockAreas = 0xF
    CenterDockWidgetArea = 0x10
    AllDockAreas = 0x1F
    LeftAutoHideArea = 0x20
    RightAutoHideArea = 0x40
    TopAutoHideArea = 0x80
    BottomAutoHideArea = 0x100
    AutoHideDockAreas = 0x1E0
