"""The self-test of the levers: what passes, what is listed, and that a lever declared wrongly fails."""

from collections.abc import Callable
from typing import Any

import pytest

from sim.measures import selftest
from sim.measures.selftest import Tried, try_levers
from sim.policy.levers import LEVERS

pytestmark = [pytest.mark.compiled, pytest.mark.slow]


@pytest.fixture(scope="module")
def tried() -> Callable[..., Tried]:
    """What the self-test finds of one lever, with changes to its declaration."""

    def of(name: str, **changes: Any) -> Tried:
        with pytest.MonkeyPatch.context() as patched:
            if changes:
                patched.setitem(LEVERS, name, LEVERS[name].model_copy(update=changes))
            return next(iter(try_levers("shaoxing", (name,))))

    return of


def test_a_grant_passes_and_more_of_it_does_more(tried: Callable[..., Tried]) -> None:
    found = tried("birth_grant")
    assert found.faults == ()
    assert (found.before, found.value) == (0.0, 20000.0)
    half, full, double = found.starts
    assert 0 < half < full < double
    assert set(found.moved) == {"benefits.annuity_local", "benefits.cash_local"}
    assert "money" in found.counts


def test_a_wrong_sign_and_an_undeclared_variable_are_faults(tried: Callable[..., Tried]) -> None:
    faults = tried("birth_grant", sign="-", touches=("nursery_price",)).faults
    assert any("sign -" in fault for fault in faults)
    assert any("benefits.annuity_local" in fault for fault in faults)
    assert any("declared to leave births" in fault for fault in tried("birth_grant", sign="0").faults)


def test_what_the_plan_leaves_alone_is_tried_elsewhere_and_listed(tried: Callable[..., Tried]) -> None:
    found = tried("infant_care_tax_deduction")
    assert found.value == 4000.0  # half-way from the law's 2,000 to the bound of 6,000
    assert "the plan leaves it as the law has it" in found.listed
    assert found.faults == ()


def test_a_lever_without_its_partner_is_tried_with_it(tried: Callable[..., Tried]) -> None:
    found = tried("employer_fee_support")
    assert found.faults == ()
    assert found.starts[1] > 0


def test_money_that_is_not_share_times_amount_is_a_fault(
    tried: Callable[..., Tried], monkeypatch: pytest.MonkeyPatch
) -> None:
    lived = selftest._lived

    def embezzled(city: Any) -> Any:
        city = lived(city)
        for counts in city.yearly.values():
            counts["money"][selftest.claim("birth_grant")] = counts["money"][selftest.claim("birth_grant")] * 2
        return city

    monkeypatch.setattr(selftest, "_lived", embezzled)
    assert any("yuan off eligible x share x amount" in fault for fault in tried("birth_grant").faults)
