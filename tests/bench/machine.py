"""On which machine figures were measured, and how much of it others took meanwhile."""

import importlib.metadata
import os
import platform
import resource
import subprocess
import time
from pathlib import Path

SHOWN = ("numba", "numpy")
"""Libraries whose versions are told beside Python's."""
STEAL = 7
"""Column of /proc/stat with the time that other guests of a virtual machine's host took."""
IDLE = (3, 4)


def machine() -> dict[str, str]:
    """Processor, cores, memory, kernel, Python and the day, as far as the system tells them."""
    told = _lscpu()
    guest = f", {told['Hypervisor vendor']} guest" if "Hypervisor vendor" in told else ""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    processor = told.get("Model name") or platform.processor() or platform.machine()
    family = f" (family {told['CPU family']}, model {told['Model']})" if "CPU family" in told else ""
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in SHOWN)
    return {
        "machine": f"{processor}{family}, {os.cpu_count()} cores, {memory:.0f} GiB{guest}",
        "system": f"{platform.system()} {platform.release()}, Python {platform.python_version()}, {versions}",
        "day": time.strftime("%Y-%m-%d %H:%M"),
    }


def _lscpu() -> dict[str, str]:
    try:
        done = subprocess.run(["lscpu"], capture_output=True, text=True, check=True, env={**os.environ, "LC_ALL": "C"})
    except (OSError, subprocess.CalledProcessError):
        return {}
    pairs = (line.partition(":") for line in done.stdout.splitlines())
    return {name.strip(): value.strip() for name, _, value in pairs}


class Load:
    """Time of the processors since it was made, less what this process and its children took."""

    def __init__(self) -> None:
        self.begin = _taken()

    def told(self) -> str:
        """Share of the cores that other processes and other guests took, in a sentence."""
        if self.begin is None or (now := _taken()) is None:
            return "not known on this system"
        busy, steal, ours, wall = (late - early for late, early in zip(now, self.begin, strict=True))
        cores = os.cpu_count() or 1
        others = max(0.0, busy - ours) / (wall * cores)
        return f"other processes took {others:.0%} of the cores, other guests of the host {steal / (wall * cores):.0%}"


def _taken() -> tuple[float, float, float, float] | None:
    """Seconds of all cores busy, of those stolen, of this process and its children, and of the clock; None unknown."""
    stat = Path("/proc/stat")
    if not stat.is_file():
        return None
    ticks = [int(part) / os.sysconf("SC_CLK_TCK") for part in stat.read_text().split("\n", 1)[0].split()[1:9]]
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    ours = sum(one.ru_utime + one.ru_stime for one in used)
    busy = sum(ticks) - sum(ticks[column] for column in (*IDLE, STEAL))
    return busy, ticks[STEAL], ours, time.monotonic()
