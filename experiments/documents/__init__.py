"""The briefing as a report to print and as a workbook to reckon with.

A leader reads the deck; an office files a report in the order of GB/T 9704-2012, and its analysts want the numbers. All
three are written from the same pages (`experiments.briefing.content`), so no number is computed twice: a page's finding
becomes a heading, its charts pictures and sheets, its notes an appendix.

Start with `report` and `workbook`, which know pages; `paper` and `book` know Word and Excel and nothing of the model,
`drawing` makes the pictures, `tables` the tables of the report.
"""
