"""Every figure and every dated rule of the pack is read by the model, or listed as read by nobody with the reason."""

from pathlib import Path

import pytest

from sim.model import FertilityModel
from sim.places.pack import Pack, load_pack
from sim.places.unread import UNREAD_ASSUMPTIONS, UNREAD_TIMELINE
from sim.policy.levers import LEVERS
from sim.processes.homes import housing

READ_BY_NAME = {"child_education_tax_deduction", "min_down_payment_fund_loan", "provident_fund_rate_first_home_over_5y"}
"""Rows of the timeline that a rule asks for by their name."""


def listed(by_reason: dict[str, tuple[str, ...]]) -> list[str]:
    return [name for names in by_reason.values() for name in names]


@pytest.mark.compiled
def test_every_assumption_is_read_or_listed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Two short runs from empty caches, of both starts; low and high futures are read where the central one is."""
    read: set[str] = set()
    whole = Pack.assumption

    def noted(self: Pack, name: str) -> float:
        read.add(name)
        return whole(self, name)

    monkeypatch.setattr(Pack, "assumption", noted)
    monkeypatch.setenv("FERTSIM_CACHE", str(tmp_path))
    pack = Pack(load_pack().folder)
    for start, end in ((2010, 2012), (2020, 2022)):
        FertilityModel(pack=pack, sample="1/1000", scenario="plan", start_year=start, end_year=end).run_for(14)
    for future in housing.FUTURES:
        housing.housing_paths(pack, 2010, 2035, future)
    read |= {name.replace("_central", other) for name in read for other in ("_low", "_high") if "_central" in name}
    names = listed(UNREAD_ASSUMPTIONS)
    assert len(names) == len(set(names))
    assert set(pack.table("assumptions")["name"]) - read == set(names)


def test_every_dated_rule_is_read_or_listed(pack: Pack) -> None:
    names = listed(UNREAD_TIMELINE)
    assert len(names) == len(set(names))
    assert set(pack.table("policy_timeline")["lever"]) - set(LEVERS) - READ_BY_NAME == set(names)
    sources = "".join(path.read_text(encoding="utf-8") for path in Path(housing.__file__).parents[2].rglob("*.py"))
    assert all(f'"{name}"' in sources for name in READ_BY_NAME)
