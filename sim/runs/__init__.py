"""The run set on disk: written by `runner`, opened with `sim.runs.runset.RunSet`, read by measures and experiments."""
