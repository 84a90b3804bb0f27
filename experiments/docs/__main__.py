"""`python -m experiments.docs`: write all pages, tables and drawings that follow from declarations."""

from experiments.docs.pages import main

main()
