"""Several scenarios side by side: run with the same draws and seeds, compared seed by seed.

What a policy adds is small beside the chance of one run. Two runs of one seed share everybody's luck and parameters and
differ only where the policy bites, so their difference is paired, and its interval is much narrower than those of the
two levels. Every effect is measured against one base, and printed, drawn and stored with its named interval.

    from experiments import compare
    comparison = compare("plan", against="national_only", sample=1 / 50, seeds=8)
    comparison.plot("births")

Start with `compared`, the comparison itself; `making` runs what is missing of it, `numbers` makes its one table,
`tables` and `words` what is read, `report` the files.
"""
