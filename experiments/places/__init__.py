"""Packs of further cities: made from the county tables of the census, and looked through for what they lack.

Census tables come from the county tables (`sim.places.county_census`), migration from what the two censuses say
(`migration`), everything else from Shaoxing's pack: national and provincial rows as they stand, Shaoxing's own figures
marked as fallback (`borrowed`). `making` writes the folder, `whole` says what a pack lacks, `margins` how its start
population meets the census.
Start with `making`.
"""
