"""sim/policy"""
