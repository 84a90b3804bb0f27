"""Speed, beside another commit's and beside other engines. It is measured, never tested: machines and hours differ.

What is measured stands in `work`, each piece in processes of its own; `turns` runs two checkouts in turns, A B A B, and
sets the medians side by side; `machine` says on what machine and beside which other load. `peers` runs other engines.
Start with docs/performance.md: what the figures mean, and how to make the other checkout.
"""
