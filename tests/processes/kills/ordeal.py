"""One import from upload to end, killed on its way as often as its fate says."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random  # noqa: TID251 - a seed is handed in

from guanxi.domain.jobs.queries import lease
from guanxi.domain.jobs.worker import run_worker
from tests.processes.kills.death import Death, fork
from tests.processes.kills.house import House, order_check, order_commit, upload_file
from tests.processes.kills.sabotage import Sabotage
from tests.processes.kills.stages import JOBS, STAGES, UPLOAD, Point

ANY_INSTANT = "any instant"
_LONGEST_INSTANT = 4.0
_PATIENCE = 600.0
_STEP = 0.01
_TASKS = "django_tasks_database_dbtaskresult"
_ORDERS: dict[str, Callable[[], None] | None] = {JOBS[0]: None, JOBS[1]: order_check, JOBS[2]: order_commit}


@dataclass(frozen=True, slots=True)
class Kill:
    """One death: at an exact point, or from outside `after` seconds at work on `job`."""

    stage: str
    job: str
    point: Point | None
    nth: int = 0
    after: float = 0.0

    @classmethod
    def at_stage(cls, stage: str, chance: Random, *, rows: int) -> "Kill":
        """At one of the stage's points."""
        point = chance.choice(STAGES[stage])
        return cls(stage, point.job, point, chance.randint(1, point.calls(rows)))

    @classmethod
    def at_any_instant(cls, job: str, chance: Random) -> "Kill":
        """From outside, by the clock."""
        return cls(ANY_INSTANT, job, None, after=chance.uniform(0, _LONGEST_INSTANT))


@dataclass
class Report:
    """How often the import died, by stage, and after how many seconds each job was taken up again."""

    deaths: "Counter[str]" = field(default_factory=Counter)
    pauses: list[float] = field(default_factory=list)


class Stuck(Exception):
    """The import did not go on by itself."""


class Ordeal:
    """The import of one house."""

    def __init__(self, house: House, sabotage: Sabotage | None = None) -> None:
        self._house = house
        self._sabotage = sabotage
        self.report = Report()

    def undergo(self, fate: Sequence[Kill]) -> Report:
        """Bring the file in, dying by each kill in its turn. Raises Stuck if it does not come through."""
        self._upload([kill for kill in fate if kill.job == UPLOAD])
        for job in JOBS:
            order = _ORDERS[job]
            if order and self._house.do(order):
                raise Stuck(f"{job} could not be ordered")
            self._work(job, [kill for kill in fate if kill.job == job])
        return self.report

    def _upload(self, kills: Sequence[Kill]) -> None:
        """The request is repeated until the upload is on file, as a person would who got no answer."""
        for kill in kills:
            if self._house.ask("SELECT count(*) FROM intake_upload") == [(0,)]:
                self._count_death(kill, self._house.do(lambda kill=kill: _ambush(kill, upload_file)))  # type: ignore[misc]
                self._check_upload_is_whole()
        if self._house.ask("SELECT count(*) FROM intake_upload") == [(0,)] and self._house.do(upload_file):
            raise Stuck("the file could not be uploaded again")

    def _check_upload_is_whole(self) -> None:
        """An upload that is on file has its bytes and its job; otherwise there is neither of the two rows."""
        counts = self._house.ask(f"SELECT (SELECT count(*) FROM intake_upload), count(*) FROM {_TASKS}")
        if counts not in ([(0, 0)], [(1, 1)]):
            raise Stuck(f"a killed upload left {counts}")

    def _work(self, job: str, kills: Sequence[Kill]) -> None:
        """Workers one after the other, until the job is done."""
        for kill in kills:
            if self._status(job) == "SUCCESSFUL":
                return
            with self._worker(kill) as worker:
                self._wait_for_death(worker, job, kill)
        with self._worker(None) as worker:
            self._wait_until(lambda: self._status(job) == "SUCCESSFUL", worker, job)

    def _wait_for_death(self, worker: "Worker", job: str, kill: Kill) -> None:
        """Passed by, if the job ends first."""
        if kill.point is None:
            self._wait_until(worker.has_taken_a_job, worker, job)
            time.sleep(kill.after)
            worker.kill()
        else:
            self._wait_until(lambda: worker.is_gone() or self._status(job) == "SUCCESSFUL", worker, job)
        # The last point lies behind the job's end.
        if worker.is_gone(within=0.3):
            self._count_death(kill, -signal.SIGKILL)

    def _wait_until(self, is_so: Callable[[], bool], worker: "Worker", job: str) -> None:
        deadline = time.monotonic() + _PATIENCE
        while not is_so():
            worker.note_the_pause(self.report.pauses)
            status = self._status(job)
            if status == "FAILED" or time.monotonic() > deadline:
                raise Stuck(f"{job} is {status} after {sum(self.report.deaths.values())} deaths")
            time.sleep(_STEP)
        worker.note_the_pause(self.report.pauses)

    def _status(self, job: str) -> str:
        found = self._house.ask(f"SELECT status FROM {_TASKS} WHERE task_path LIKE '%.{job}'")
        return str(found[0][0])

    def _count_death(self, kill: Kill, status: int) -> None:
        if status != -signal.SIGKILL:
            raise Stuck(f"{kill} ended with {status}")
        self.report.deaths[kill.stage] += 1

    @contextmanager
    def _worker(self, kill: Kill | None) -> Iterator["Worker"]:
        worker = Worker(self._house, kill, self._sabotage)
        try:
            yield worker
        finally:
            worker.stop()


class Worker:
    """A worker process: forked, and armed if it is to die at a point; else `guanxi worker` itself."""

    def __init__(self, house: House, kill: Kill | None, sabotage: Sabotage | None) -> None:
        self._house = house
        self._started = time.monotonic()
        self._is_noted = not house.ask(f"SELECT 1 FROM {_TASKS} WHERE status = 'RUNNING'")
        self._is_gone = False
        from_outside = kill is not None and kill.point is None and sabotage is None
        self._process = self._from_outside() if from_outside else None
        self._pid = self._process.pid if self._process else fork(lambda: self._inside(kill, sabotage))

    def _from_outside(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "guanxi", "worker", "--interval", "0.05"]
        return subprocess.Popen(command, env=self._house.environment)

    def _inside(self, kill: Kill | None, sabotage: Sabotage | None) -> None:
        self._house.enter()
        if sabotage:
            sabotage.of_worker()
        _ambush(kill, lambda: run_worker(interval=0.05, lease=lease()))

    def has_taken_a_job(self) -> bool:
        # A worker is called by its host, its process and a random word.
        taken = f"SELECT 1 FROM {_TASKS} WHERE CAST(worker_ids AS text) LIKE '%-{self._pid}-%'"
        return bool(self._house.ask(taken))

    def note_the_pause(self, pauses: list[float]) -> None:
        """The seconds from the start of this worker until it took over what its predecessor held."""
        if not self._is_noted and self.has_taken_a_job():
            pauses.append(time.monotonic() - self._started)
            self._is_noted = True

    def kill(self) -> None:
        os.kill(self._pid, signal.SIGKILL)
        self.is_gone(within=_PATIENCE)

    def is_gone(self, *, within: float = 0) -> bool:
        """Whether it has been killed, `within` these seconds. Raises Stuck if it ended otherwise."""
        deadline = time.monotonic() + within
        while not self._is_gone:
            pid, status = os.waitpid(self._pid, os.WNOHANG)
            self._is_gone = pid != 0
            if pid and os.waitstatus_to_exitcode(status) != -signal.SIGKILL:
                raise Stuck(f"a worker ended with {os.waitstatus_to_exitcode(status)}")
            if time.monotonic() >= deadline:
                break
            time.sleep(_STEP)
        return self._is_gone

    def stop(self) -> None:
        """Let it go in peace, if it lives."""
        if not self.is_gone():
            os.kill(self._pid, signal.SIGTERM)
            os.waitpid(self._pid, 0)


def _ambush(kill: Kill | None, deed: Callable[[], None]) -> None:
    if kill and kill.point:
        Death(kill.point, kill.nth).lie_in_wait()
    deed()
