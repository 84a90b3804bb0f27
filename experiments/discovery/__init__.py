"""Scenario discovery: where among all that a sweep varies something happens, told as one box in one sentence.

A sweep shows how outputs spread; a planner asks where they miss, and a modeller with which draws a plan adds nothing.
PRIM (Friedman and Fisher 1999; Bryant and Lempert 2010) peels thin slices off the space of factors and draws until a
box is left in which the cases asked for are dense, and most of them are.

Start with `cases` (which runs are cases, and what each run varies), then `boxes` (the box, its coverage, density and
quasi-p-values); `report` writes the tables and the sentence.
"""
