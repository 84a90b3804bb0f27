"""The loop of a model of neworder, in either of its forms here."""

from collections.abc import Callable

import neworder


def loop_of(city: Callable[[int, int], neworder.Model]) -> Callable[[int, int], Callable[[], float]]:
    """What makes a model of people and months and gives its loop, which returns the person-months lived."""

    def make(people: int, months: int) -> Callable[[], float]:
        model = city(people, months)

        def loop() -> float:
            assert neworder.run(model)
            return model.person_months

        return loop

    return make
