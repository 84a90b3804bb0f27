"""Runs on disk: many runs of one question, each made once, and found again whole after any kill.

A run set holds all counts of one scenario (`runner` makes, `runset` stores, `manifest` says what made it); a sweep
holds yearly indicators of thousands of different runs (`plan`, `sweep`, `sweepset`). Both are folders of Parquet files
that are written under another name and renamed. `draws` are the parameter draws that runs take.
Start with `runner`.
"""
