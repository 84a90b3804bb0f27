"""What no household decides: the calendar's years, the epidemic, trends of taste and marriage, the future's paths."""
