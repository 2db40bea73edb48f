"""The figures: each is measured as a ratio in one run, against what a person would use."""
