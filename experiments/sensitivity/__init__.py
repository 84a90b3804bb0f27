"""Sensitivity of a sweep's outputs to its factors: indices, intervals, noise floor, tables and figures."""
