"""How things are measured: CPU time in turns, memory and imports each in a process of its own."""

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from statistics import median

ROUNDS = 15


def cpu_seconds(
    calls: Mapping[str, Callable[[], object]], rounds: int = ROUNDS
) -> dict[str, float]:
    """The median CPU time of each call, over all its threads.

    The calls take turns, each round in the opposite order of the one before, so that whatever
    else the machine does falls on all of them alike. A first round does not count.
    """
    seconds: dict[str, list[float]] = {name: [] for name in calls}
    for round in range(rounds + 1):
        for name in [*calls] if round % 2 else [*calls][::-1]:
            start = time.process_time()
            calls[name]()
            seconds[name].append(time.process_time() - start)
    return {name: median(values[1:]) for name, values in seconds.items()}


def in_a_new_process(code: str) -> list[float]:
    """Run `code` in a fresh Python; the numbers that it prints."""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return [float(word) for word in done.stdout.split()]


def import_seconds(statement: str, rounds: int = ROUNDS) -> float:
    """The median CPU time of an import in a fresh Python, without Python's own start."""
    code = f"import time; t = time.process_time(); {statement}; print(time.process_time() - t)"
    return median(in_a_new_process(code)[0] for _ in range(rounds))


def peak_bytes(statement: str) -> tuple[float, float]:
    """The most memory held while `statement` runs, in all and more than before; of seven runs.

    Before it the process has loaded the model and has run it once over a few tokens; `gpt` and
    `ids` are there for the statement. What it gives is held, as a reader would hold it.
    """
    code = (
        "import psutil; from benchmarks import measure, models\n"
        f"gpt, ids = models.gpt(eager={'flagged' in statement}), models.ids(1024)\n"
        "models.plain(gpt, models.ids(4))\n"
        "before = psutil.Process().memory_info().rss\n"
        f"result = {statement}\n"
        "print(measure.resident_peak(), before)"
    )
    runs = [in_a_new_process(code) for _ in range(7)]
    return median(peak for peak, _ in runs), median(peak - before for peak, before in runs)


def resident_peak() -> int:
    """The most memory that this process has held so far, in bytes; not on Windows."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
