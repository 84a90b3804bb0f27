"""What arrays are, and how many counties they hold: for those who read results and load nothing that compiles."""

from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
USUAL_COUNTIES, MOST_COUNTIES = 6, 18
"""The number without a word, and the highest: the loop over women holds the worlds of so many (`worlds_of`)."""
