"""sim/population"""
