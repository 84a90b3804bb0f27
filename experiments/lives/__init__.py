"""One household's life, told: what happened to it, and why it had a child or waited.

Rates and intervals do not show whether the birth decision is believable. So one couple of the start population is
followed through a run of the whole city, and every event and every review of the next child is written down with the
terms that the rule weighed (money, time, career, home, peers, rules), in units of sigma, in Chinese or English. The
text says how the model decides, not what any real family will do.

Start with `following`, then `text`, which turns events and reviews into lines; `words` holds every sentence.
"""
