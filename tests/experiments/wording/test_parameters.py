"""Every parameter has a Chinese name of its own, short enough for an axis."""

from matplotlib.ft2font import FT2Font

from experiments.charts.style import FONT
from experiments.wording.parameters import PARAMETERS_EN, PARAMETERS_ZH, parameter_title
from sim.parameters import Parameters


def test_every_parameter_has_a_name_of_its_own() -> None:
    assert set(PARAMETERS_ZH) == set(Parameters.model_fields)
    assert len(set(PARAMETERS_ZH.values())) == len(PARAMETERS_ZH)
    assert all(0 < len(title) <= 16 for title in PARAMETERS_ZH.values())
    assert parameter_title("money_weight", "zh") == "经济权重"
    assert parameter_title("money_weight", "en") == "weight of money"
    assert parameter_title("job_loss", "en") == "job loss"
    assert set(PARAMETERS_EN) <= set(Parameters.model_fields)


def test_the_font_of_the_charts_has_every_letter() -> None:
    drawn = FT2Font(str(FONT)).get_charmap()
    assert {letter for title in PARAMETERS_ZH.values() for letter in title if ord(letter) not in drawn} == set()
