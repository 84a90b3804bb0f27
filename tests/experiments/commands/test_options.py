"""What was typed behind `--draws` and `--future`: which draws are asked for, which folders are written."""

from pathlib import Path

import pytest

from experiments.commands.options import draws_asked, future_folders
from sim.errors import UserError


def test_draws_by_number_or_word() -> None:
    assert [draws_asked(text) for text in ("all", "none", "12")] == ["all", "none", 12]


def test_folder_of_each_future(tmp_path: Path) -> None:
    assert future_folders([], tmp_path) == {"central": tmp_path}
    assert future_folders(["high"], tmp_path) == {"high": tmp_path}
    assert future_folders(["low", "high"], tmp_path) == {"low": tmp_path / "low", "high": tmp_path / "high"}
    (tmp_path / "comparison.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UserError, match="holds runs of one future"):
        future_folders(["low", "high"], tmp_path)
