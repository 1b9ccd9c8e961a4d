"""Measurements, side by side in one run: read the ratios, not the seconds."""
