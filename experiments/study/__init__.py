"""Study files: what to vary, by which design, what to keep; read, checked and turned into a plan of runs."""
