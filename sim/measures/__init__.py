"""sim/measures"""
