"""sim/places"""
