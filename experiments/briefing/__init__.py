"""The briefing: a short PowerPoint file for a city's leadership, made from the stored results of a comparison."""
