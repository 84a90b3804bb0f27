"""Columns of printed tables in which Chinese letters are two columns wide."""

from unicodedata import east_asian_width


def width_of(text: str) -> int:
    """Columns that a text takes."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def padded(text: str, width: int) -> str:
    """A text with spaces behind, up to a width."""
    return text + " " * (width - width_of(text))


def padded_before(text: str, width: int) -> str:
    """A text with spaces before, up to a width."""
    return " " * (width - width_of(text)) + text
