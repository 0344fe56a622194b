"""Many imports, some at a time, each held against one that nobody killed."""

import os
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random  # noqa: TID251 - a seed is handed in

from django.db import connections

from tests.processes.kills.house import House
from tests.processes.kills.ordeal import Kill, Ordeal, Report, Stuck
from tests.processes.kills.sabotage import SABOTAGES, Sabotage
from tests.processes.kills.stages import JOBS, STAGES
from tests.processes.kills.state import State, differences

# A job is laid down after its eighth try.
_MOST_FOR_A_JOB = 6
LONGEST_PAUSE = 60.0


class Trial:
    """Houses in a folder, and what an import leaves in one of them when it is let alone."""

    def __init__(self, folder: Path, *, server: str, rows: int, seed: int) -> None:
        self._folder, self._rows, self._seed = folder, rows, seed
        self._furnished = House(folder / "furnished", server)

    def run(self, kills: int, any_instant: int, lanes: int, sabotage: str) -> int:
        """0 if every import came through whole; what happened is printed."""
        started = time.monotonic()
        self._furnished.furnish(self._rows)
        try:
            reference = self._reference()
            say(f"let alone: {sum(map(len, reference.values())):,} rows, {time.monotonic() - started:.1f} s")
            imports = -(-kills // (len(STAGES) + any_instant))
            children = [
                self._lane(range(lane, imports, lanes), any_instant, reference, SABOTAGES.get(sabotage))
                for lane in range(lanes)
            ]
            statuses = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        finally:
            self._furnished.remove()
        say(f"{time.monotonic() - started:.1f} s in all")
        return int(any(statuses))

    def _reference(self) -> State:
        house = self._furnished.copied_to(self._folder / "let-alone")
        try:
            Ordeal(house).undergo([])
            return house.state()
        finally:
            house.remove()

    def _lane(self, numbers: range, any_instant: int, reference: State, sabotage: Sabotage | None) -> int:
        """A process that sees to these imports one after the other; its id."""
        connections.close_all()
        sys.stdout.flush()
        if child := os.fork():
            return child
        status = 1
        try:
            outcomes = [self._import(number, any_instant, reference, sabotage) for number in numbers]
            status = int(not all(outcomes))
        finally:
            sys.stdout.flush()
            os._exit(status)

    def _import(self, number: int, any_instant: int, reference: State, sabotage: Sabotage | None) -> bool:
        """Whether one import came through whole."""
        fate = fate_of(Random(f"{self._seed}/{number}"), any_instant, rows=self._rows)
        house = self._furnished.copied_to(self._folder / f"import-{number}")
        ordeal, started = Ordeal(house, sabotage), time.monotonic()
        try:
            if sabotage and house.do(sabotage.of_house):
                raise Stuck("the sabotage failed")
            report = ordeal.undergo(fate)
            found = [*differences(house.state(), reference), *_too_slow(report)]
        except Stuck as stuck:
            found = [f"stuck: {stuck}"]
        finally:
            house.remove()
        _tell(number, ordeal.report, time.monotonic() - started, found, fate)
        return not found


def fate_of(chance: Random, any_instant: int, *, rows: int) -> list[Kill]:
    """Once at each stage, and `any_instant` times from outside, in the order in which they strike."""
    fate = [Kill.at_stage(stage, chance, rows=rows) for stage in STAGES]
    of_job = Counter(kill.job for kill in fate)
    for _ in range(any_instant):
        job = chance.choice([job for job in JOBS[1:] if of_job[job] < _MOST_FOR_A_JOB])
        of_job[job] += 1
        place = next(place for place, kill in enumerate(fate) if kill.job == job)
        fate.insert(chance.randint(place, place + of_job[job] - 1), Kill.at_any_instant(job, chance))
    return fate


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _too_slow(report: Report) -> list[str]:
    return [f"taken up after {pause:.1f} s" for pause in report.pauses if pause > LONGEST_PAUSE]


def _tell(number: int, report: Report, seconds: float, found: list[str], fate: list[Kill]) -> None:
    deaths = ", ".join(f"{stage} {count}" for stage, count in report.deaths.items())
    longest = max(report.pauses, default=0.0)
    say(
        f"import {number}: {sum(report.deaths.values())} kills ({deaths}), {seconds:.1f} s, "
        f"taken up after {longest:.1f} s at most; {'RED' if found else 'equal'}"
    )
    for line in found:
        say(f"  {line}")
    if found:
        for kill in fate:
            say(f"  fate: {kill}")
