"""`python -m experiments.docs`: write all pages and tables that follow from declarations."""

from experiments.docs.pages import main

main()
