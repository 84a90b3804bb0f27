"""Pages of the briefing, by topic: each function takes the facts and a language and returns a `content.Page`.

A page that the runs hold nothing for is None; one that needs further runs says which command makes them.
"""
