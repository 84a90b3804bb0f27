"""`python -m experiments.docs`: write all pages, tables and drawings that follow from declarations."""

from experiments.docs.drawings import write_drawings
from experiments.docs.pages import main

main()
write_drawings()
