"""Pages of docs/ that follow from declarations: `python -m experiments.docs` writes them.

A parameter, a column, a lever or an indicator is declared once, in code. A page that repeated it by hand would soon say
something else; so tables are made from the declarations, and a test fails when a page in docs/ is not what would be
written today. Text written by hand stands between the tables and is kept.

Start with `pages`, the list of pages; `odd` and `results` make tables of docs/odd.md and docs/results.md, `marked` puts
them between the marks of the text.
"""
