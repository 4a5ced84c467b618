# SPDX-License-Identifier: MIT
"""The thread on which Holdfast works, so that no window waits for a database.

Everything is asked for here and answered later, on this thread: whoever draws windows hands the answer on
with wx.CallAfter. Between the questions the plugin is ticked, at least every few seconds.
"""
import logging
import queue
import threading
import time
from typing import Any, Callable, Dict, Optional

import holdfast

_log = logging.getLogger("gm.holdfast")
TICK_SECONDS = 5.0
TICK_MS = 400

Answer = Callable[[Any, Optional[str]], None]  # the result, or why there is none


class _Host(holdfast.Host):
    name = "GNUmed client"

    def log(self, severity: int, line: str) -> None:
        level = logging.ERROR if severity <= 3 else logging.WARNING if severity == 4 else logging.INFO
        _log.log(level, "%s", line)


class Worker:
    def __init__(self, library: str, folder: str, zone: str, configuration: Dict[str, Any],
                 on_trouble: Callable[[Optional[str]], None]) -> None:
        self._given = library, folder, zone, configuration
        self._on_trouble = on_trouble  # on this thread: a sentence, or None when it is over
        self._trouble: Optional[str] = None
        self._questions: "queue.Queue[Any]" = queue.Queue()
        self._plugin: Optional[holdfast.Plugin] = None
        self._thread = threading.Thread(target=self._run, name="holdfast", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def ask(self, question: Callable[[holdfast.Plugin], Any], answer: Answer) -> None:
        self._questions.put((question, answer))

    def wake(self) -> None:
        """Something changed in GNUmed: look at once."""
        self._questions.put(None)

    def stop(self, seconds: float = 5.0) -> None:
        self._questions.put(StopIteration)
        self._thread.join(seconds)

    def _run(self) -> None:
        next_tick = time.monotonic()
        while True:
            try:
                wanted = self._questions.get(timeout=max(0.0, next_tick - time.monotonic()))
            except queue.Empty:
                wanted = None
            if wanted is StopIteration:
                break
            if wanted is None:
                next_tick = time.monotonic() + self._tick()
            else:
                self._answer(*wanted)
        if self._plugin:
            self._plugin.close()

    def _loaded(self) -> holdfast.Plugin:
        """Activated on first use, and again for as long as it fails."""
        if self._plugin is None:
            library, folder, zone, configuration = self._given
            plugin = holdfast.Plugin(library, _Host(folder, zone), configuration)
            try:
                plugin.activate()
            except holdfast.Error:
                plugin.close()
                raise
            self._plugin = plugin
        return self._plugin

    def _answer(self, question: Callable[[holdfast.Plugin], Any], answer: Answer) -> None:
        try:
            result, why = question(self._loaded()), None
        except holdfast.Error as error:
            result, why = None, error.message
        except Exception:  # pylint: disable=broad-except  # the tab says so; GNUmed goes on
            _log.exception("a page could not be made")
            result, why = None, "Holdfast failed; GNUmed's log says where"
        answer(result, why)

    def _tick(self) -> float:
        """How many seconds to wait for the next one."""
        try:
            due = self._loaded().tick(TICK_MS)
            self._tell(None)
            return min(TICK_SECONDS, due / 1000.0)
        except holdfast.Error as error:
            self._tell(error.message)
        return TICK_SECONDS

    def _tell(self, trouble: Optional[str]) -> None:
        if trouble != self._trouble:
            self._trouble = trouble
            if trouble:
                _log.warning("%s", trouble)
            self._on_trouble(trouble)
