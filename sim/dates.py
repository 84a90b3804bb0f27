"""Months as integers, in plain Python: for those who read results. Rules read the compiled twin, `sim.clock`."""

EPOCH_YEAR = 1900


def month_index(year: int, month: int) -> int:
    """Months since January 1900 of one calendar month; `month` runs from 1 to 12."""
    return (year - EPOCH_YEAR) * 12 + month - 1


def year_of(month: int) -> int:
    """Calendar year of a month index."""
    return EPOCH_YEAR + month // 12


def month_of(month: int) -> int:
    """Calendar month, 1 to 12, of a month index."""
    return month % 12 + 1


def label(month: int) -> str:
    """Year and month of a month index as text, such as `2020-11`."""
    return f"{year_of(month)}-{month_of(month):02d}"
