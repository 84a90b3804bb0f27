"""Compiled code from disk runs without its bitcode, and can still be compiled against."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
RULES = '''
import numba as nb
import sim.compiled

@nb.njit(cache=True)
def inner(x):
    return x + 1
'''
ASKING = '''
import numba as nb
import sim.unlinked
from rules import inner

assert inner(1) == 2
assert sum(inner.stats.cache_hits.values()) == LOADED
assert len(sim.unlinked._unlinked) == LOADED

@nb.njit
def outer(x):
    return inner(x) * 2

assert outer(2) == 6
assert not sim.unlinked._unlinked
print("ran")
'''


def test_loaded_code_runs_and_is_compiled_against(tmp_path: Path) -> None:
    (tmp_path / "rules.py").write_text(RULES)
    said = []
    for loaded in (0, 1):
        script = f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(tmp_path)!r}]\nLOADED = {loaded}\n{ASKING}"
        done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
        said.append(done.stdout.strip() or done.stderr)
    assert said == ["ran", "ran"]
