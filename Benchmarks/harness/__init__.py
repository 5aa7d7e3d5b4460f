"""The parts of bench.py: one concept per file, standard library only."""
