"""The manifest: where the code comes from, and which inputs make two run sets the same."""

import importlib.metadata
import subprocess
from pathlib import Path

import pytest

from sim.runs import manifest
from tests import synthetic


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=tester", "-c", "user.email=tester@example.org"]
    command = ["git", *identity, "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of its own whose `sim` folder stands for the package."""
    (tmp_path / "sim").mkdir()
    (tmp_path / "sim" / "rule.py").write_text("a = 1\n", encoding="utf-8")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "first")
    monkeypatch.setattr(manifest, "PACKAGE", tmp_path.resolve() / "sim")
    return tmp_path


def test_commit_of_a_checkout_says_whether_files_differ(checkout: Path) -> None:
    commit = git(checkout, "rev-parse", "HEAD")
    assert manifest.git_commit() == commit
    (checkout / "sim" / "rule.py").write_text("a = 2\n", encoding="utf-8")
    assert manifest.git_commit() == f"{commit}+changes"


def test_no_commit_outside_a_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest, "PACKAGE", tmp_path / "sim")
    assert manifest.git_commit() is None
    monkeypatch.setenv("PATH", str(tmp_path))
    assert manifest.git_commit() is None


def test_a_package_inside_another_repository_has_no_commit(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest, "PACKAGE", checkout.resolve() / "libraries" / "sim")
    (checkout / "libraries").mkdir()
    assert manifest.git_commit() is None


def test_version_is_found_or_said_to_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", missing)
    assert manifest.fertsim_version() == "not installed"


def test_equal_inputs_have_equal_hashes() -> None:
    assert synthetic.manifest().inputs_hash == synthetic.manifest().inputs_hash
    assert synthetic.manifest().inputs_hash != synthetic.manifest(seeds=(1, 2)).inputs_hash
    assert synthetic.manifest().same_code(synthetic.manifest(sample="1/10"))
