"""sim/processes"""
