"""Stored runs as tables for people who do not work with fertsim: SQL over them, and files for other programs.

Sweeps and run sets keep sealed Parquet blocks whose layout is ours. Here both become a few plain tables (`runs`,
`design`, `indicators`, the counts), in which every column has a name, a unit and a meaning, and a code has its word.

Start with `tables`: what a folder holds, as tables; `querying` asks it by SQL, `exporting` writes CSV, Excel, Stata and
netCDF. What each format cannot hold is told in one sentence or refused, never lost without a word.
"""
