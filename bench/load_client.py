"""A tab of the dashboard without a browser: what a browser sends and receives on its WebSocket.

Fifty of them fit on a machine that could not draw fifty pages. A tab keeps what the last run put
on the page, finds buttons by what is written on them, and sends the state of what it has changed,
as the script of Streamlit's page does.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

PATIENCE = 120.0  # seconds for one answer
_LARGEST = 256 * 2**20  # bytes of one message
_ENDED = (
    ForwardMsg.FINISHED_SUCCESSFULLY,
    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
    ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
)


class NothingToClickError(LookupError):
    """The page has no such button, or it cannot be clicked now."""


@dataclass(frozen=True)
class Answer:
    """What came of one click.

    Attributes:
        seconds: from the click to the end of the last run that it caused.
        kilobytes: of all messages, as sent.
        faults: texts of error boxes and exceptions on the page.
        toasts: what the page said in passing, such as that something was saved.
    """

    seconds: float
    kilobytes: float
    faults: tuple[str, ...]
    toasts: tuple[str, ...]


@dataclass
class _Drawn:
    element: Element
    fragment: str


@dataclass
class Tab:
    """One visitor. Made by `open_tab`.

    Attributes:
        pages: name in the address -> hash by which Streamlit knows the page.
        query: what stands in the address after the question mark.
    """

    socket: ClientConnection
    pages: dict[str, str] = field(default_factory=dict)
    query: str = ""
    _page: str = ""
    _in_part: bool = False  # the run that is awaited is one of a fragment
    _drawn: dict[tuple[int, ...], _Drawn] = field(default_factory=dict)
    _states: dict[str, WidgetState] = field(default_factory=dict)

    async def visit(self, page: str = "", **query: str) -> Answer:
        """Opens a page by its name in the address; '' for the first one."""
        self.query = urlencode(query)
        return await self._run(page=self.pages[page] if page else "")

    async def click(self, label: str, turn: int = 0) -> Answer:
        """Clicks one of the buttons with this text: number `turn`, counted round.

        Raises:
            NothingToClickError: there is none.
        """
        found = [
            drawn
            for drawn in self._of_kind("button")
            if drawn.element.button.label == label and not drawn.element.button.disabled
        ]
        if not found:
            raise NothingToClickError(f"No button '{label}' can be clicked.")
        drawn = found[turn % len(found)]
        pressed = WidgetState(id=drawn.element.button.id, trigger_value=True)
        return await self._run(pressed, fragment=drawn.fragment)

    def write(self, label: str, text: str) -> None:
        """Writes into the field with this label; what it says is sent with the next click.

        Raises:
            NothingToClickError: there is no such field.
        """
        for kind in ("text_area", "text_input"):
            for drawn in self._of_kind(kind):
                field_drawn = getattr(drawn.element, kind)
                if field_drawn.label == label:
                    self._states[field_drawn.id] = WidgetState(id=field_drawn.id, string_value=text)
                    return
        raise NothingToClickError(f"No field '{label}' can be written to.")

    async def turn_page(self, number: int) -> Answer:
        """Shows another page of the first table that has several, counted round.

        Raises:
            NothingToClickError: no table has several.
        """
        drawn = next(self._of_kind("pagination"), None)
        if drawn is None:
            raise NothingToClickError("No table has several pages.")
        pages = drawn.element.pagination
        chosen = WidgetState(id=pages.id, int_value=1 + number % pages.num_pages)
        return await self._choose(chosen, drawn.fragment)

    async def select_row(self, row: int) -> Answer:
        """Selects a row of the first table whose rows can be selected.

        Raises:
            NothingToClickError: there is no such table.
        """
        tables = (drawn for drawn in self._of_kind("dataframe") if drawn.element.dataframe.id)
        drawn = next(tables, None)
        if drawn is None:
            raise NothingToClickError("No table takes a selection.")
        rows = f'{{"selection": {{"rows": [{row}], "columns": [], "cells": []}}}}'
        chosen = WidgetState(id=drawn.element.dataframe.id, string_value=rows)
        return await self._choose(chosen, drawn.fragment)

    async def section(self, number: int) -> Answer:
        """Chooses another section of the page, counted round.

        Raises:
            NothingToClickError: the page has no sections.
        """
        drawn = next(self._of_kind("button_group"), None)
        if drawn is None:
            raise NothingToClickError("The page has no sections.")
        group = drawn.element.button_group
        option = group.options[number % len(group.options)].content
        chosen = WidgetState(id=group.id)
        chosen.string_array_value.data.append(option)
        return await self._choose(chosen, drawn.fragment)

    def shows(self, text: str) -> bool:
        """Whether it stands anywhere on the page, also in a table; letters and digits alone."""
        looked_for = text.encode()
        return any(
            looked_for in drawn.element.SerializeToString() for drawn in self._drawn.values()
        )

    def _of_kind(self, kind: str) -> Iterator[_Drawn]:
        held = list(self._drawn.values())
        return (drawn for drawn in held if drawn.element.WhichOneof("type") == kind)

    async def _choose(self, state: WidgetState, fragment: str) -> Answer:
        self._states[state.id] = state
        return await self._run(fragment=fragment)

    async def _run(
        self, pressed: WidgetState | None = None, *, page: str | None = None, fragment: str = ""
    ) -> Answer:
        """Sends what was clicked and reads until the page stands still."""
        if page is not None and page != self._page:
            self._states.clear()
        asked = BackMsg()
        client = asked.rerun_script
        client.query_string = self.query
        client.page_script_hash = self._page if page is None else page
        client.fragment_id = fragment
        client.widget_states.widgets.extend(self._states.values())
        if pressed is not None:
            client.widget_states.widgets.append(pressed)
        client.context_info.timezone = "Europe/Paris"
        client.context_info.locale = "en-GB"
        self._in_part = bool(fragment)
        started = time.perf_counter()
        await self.socket.send(asked.SerializeToString())
        size = 0
        toasts: list[str] = []
        async with asyncio.timeout(PATIENCE):
            while True:
                received = await self.socket.recv()
                size += len(received)
                message = ForwardMsg.FromString(
                    received if isinstance(received, bytes) else received.encode()
                )
                toasts.extend(self._take(message))
                if (
                    message.WhichOneof("type") == "script_finished"
                    and message.script_finished in _ENDED
                ):
                    break
        spent = time.perf_counter() - started
        return Answer(spent, size / 1000, tuple(self._faults()), tuple(toasts))

    def _take(self, message: ForwardMsg) -> Iterator[str]:
        """Does to the page what a message says; the text of a toast, if it is one."""
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._page = message.new_session.page_script_hash
            if not self._in_part:
                self._drawn.clear()
        elif kind == "navigation":
            self._page = message.navigation.page_script_hash
            for page in message.navigation.app_pages:
                self.pages[page.url_pathname] = page.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta":
            path = tuple(message.metadata.delta_path)
            if message.delta.WhichOneof("type") == "new_element":
                element = message.delta.new_element
                self._drawn[path] = _Drawn(element, message.delta.fragment_id)
                if element.WhichOneof("type") == "toast":
                    yield element.toast.body
            else:
                self._drawn.pop(path, None)

    def _faults(self) -> Iterator[str]:
        for drawn in self._of_kind("exception"):
            yield drawn.element.exception.message
        for drawn in self._of_kind("alert"):
            if drawn.element.alert.format == Alert.ERROR:
                yield drawn.element.alert.body


@asynccontextmanager
async def open_tab(url: str) -> AsyncIterator[Tab]:
    """A tab on the first page of a dashboard, drawn.

    Args:
        url: address of the dashboard, http.
    """
    stream = url.replace("http", "ws", 1) + "/_stcore/stream"
    async with connect(
        stream, subprotocols=[Subprotocol("streamlit")], origin=Origin(url), max_size=_LARGEST
    ) as socket:
        tab = Tab(socket)
        await tab.visit()
        yield tab
