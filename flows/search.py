"""Read time ranges of an audit log in parallel, in windows, until nothing is left of them."""

from __future__ import annotations

import contextvars
from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime

from flows.end_check import second_of
from flows.event_run import Collection, Step, WindowResult, keep_unread
from flows.ledger import Ledger
from flows.page_reader import UnstableWindow, is_refusal, order_of, times_of, unless_refused
from flows.setbacks import Setbacks
from flows.window_planner import WindowPlanner
from hub.errors import HubError, NotAllowed, NotAnOrganisation, Refused, TooLarge
from hub.page import Page
from warehouse.intervals import SECOND, Window

WORKERS = 6  # windows read at once; enough to cover 2 s of latency at 180 requests a minute
NARROW = 3 * SECOND  # a range that no service refuses for its width
FEW = 25  # entries; a window that brings fewer and leaves a rest is no progress
LIMITING = (Refused, NotAllowed, NotAnOrganisation)  # how a service refuses too wide a range


@dataclass
class Search:
    """One run's search through one organization's log; `now` is up to when it reads."""

    collection: Collection
    ledger: Ledger
    step: Step
    now: datetime
    setbacks: Setbacks
    _refused: list[Window] = field(default_factory=list)

    def read(self, missing: Iterable[Window]) -> None:
        """Read windows in parallel until nothing is left of `missing`.

        Raises the first error that ends the search, after the windows under way have ended; what
        was read is kept.
        """
        ranges = list(missing)
        if not ranges:
            return
        density = self.ledger.events_per_second() or self._density(ranges)
        planner = WindowPlanner(ranges, WORKERS, density, self.collection.limits)
        self.collection.wanted += planner.left
        under_way: dict[Future[WindowResult], Window] = {}
        with ThreadPoolExecutor(WORKERS) as pool:
            try:
                while planner or under_way:
                    if not under_way:
                        self.collection.give_way()
                    while self._more_may_begin(planner, len(under_way)):
                        window = planner.cut()
                        context = contextvars.copy_context()  # Prefect finds its run there
                        begun = pool.submit(context.run, self.step, self.collection, window)
                        under_way[begun] = window
                    done, _ = wait(under_way, return_when=FIRST_COMPLETED)
                    for future in done:
                        self._take_in(planner, under_way.pop(future), future)
            except BaseException as problem:
                self.collection.stopping.set()
                if not isinstance(problem, Exception):  # somebody wants the process to end now
                    self.collection.hub.abandon()
                raise
            finally:
                self._remember_limits()

    def _density(self, ranges: list[Window]) -> float | None:
        """Events a second among the newest; None where that cannot be told.

        Takes one request, and one more for each range that is refused as too wide.
        """
        asked = max(ranges)
        if self.collection.limits.width:
            asked = asked.newest(self.collection.limits.width)
        while asked.width > NARROW:
            try:
                return _density_of(self.collection.ask(asked, 1), asked)
            except HubError as problem:
                if not is_refusal(problem):
                    raise
                if not isinstance(problem, LIMITING) or not self._answers(asked.newest(NARROW)):
                    return None
            asked = asked.newest(asked.width / 2)
        return None

    def _more_may_begin(self, planner: WindowPlanner, under_way: int) -> bool:
        """Not beside the first, which tells how dense the log is; none while another run waits."""
        at_once = WORKERS if planner.knows and not self.collection.writer.wanted() else 1
        return bool(planner) and under_way < at_once

    def _take_in(
        self, planner: WindowPlanner, window: Window, future: Future[WindowResult]
    ) -> None:
        try:
            result = future.result()
        except UnstableWindow as problem:
            self._split(planner, window, f"At {window.start:%Y-%m-%d %H:%M:%S} UTC {problem}.")
        except HubError as problem:
            if not is_refusal(problem):
                raise
            self._take_refusal(planner, window, problem)
        else:
            self._take_result(planner, window, result)

    def _take_refusal(self, planner: WindowPlanner, window: Window, problem: HubError) -> None:
        """Ask for less where a narrow range is answered; else note that this time is refused.

        Where nothing is answered at all, plan or role do not allow the log: that is raised.
        """
        if isinstance(problem, TooLarge) or self._is_too_wide(window):
            self._refused.append(window)
            self._split(planner, window, str(problem))
        elif self._answers(Window(self.now - NARROW, self.now)):
            self.collection.take_in(keep_unread(self.collection, window, str(problem)))
            planner.learn(window, 0)  # so that windows get wider again where all is refused
            self.setbacks.failed(str(problem))
        else:
            raise problem

    def _is_too_wide(self, window: Window) -> bool:
        """Whether less of the window may be answered: its newest part is, or what is older."""
        if window.width > NARROW:
            return self._answers(window.newest(NARROW))
        return self._answers(Window(window.start - NARROW, window.start))

    def _learn_width(self, window: Window) -> None:
        """A range was refused for its width where a narrower one with the same start is read."""
        for refused in self._refused:
            if window.start == refused.start and window.width < refused.width:
                self.collection.limits.refused(refused.width)
        self._refused = [one for one in self._refused if one.start != window.start]

    def _take_result(self, planner: WindowPlanner, window: Window, result: WindowResult) -> None:
        self.collection.take_in(result)
        self._learn_width(window)
        planner.learn(result.window, result.loaded.entries)
        if result.cap is not None:
            self.collection.limits.broke_off(result.cap)
        if result.rest is not None:
            planner.put_back(result.rest)
            if result.answered < FEW:
                self.setbacks.failed("Answers broke off after a few events.")
        elif result.doubt is None:
            self.setbacks.progress()
        elif result.incomplete:
            self.setbacks.failed_second(window, result.doubt)

    def _split(self, planner: WindowPlanner, window: Window, reason: str) -> None:
        if window.width > SECOND:
            planner.split(window)
            self.setbacks.failed(reason)
        else:
            self.collection.take_in(keep_unread(self.collection, window, reason))
            self.setbacks.failed_second(window, reason)

    def _answers(self, narrow: Window) -> bool:
        """Whether a narrow range is answered, so that a refusal concerned something else."""
        return unless_refused(lambda: self.collection.ask(narrow, 1)) is not None

    def _remember_limits(self) -> None:
        if self.collection.limits.changed:
            self.ledger.note_limits(self.collection.limits, self.now)


def _density_of(page: Page, asked: Window) -> float | None:
    times = times_of([page])
    if order_of(times) != "newest first":
        return None
    span = asked.end - second_of(min(times))
    return len(times) / max(span, SECOND).total_seconds()
