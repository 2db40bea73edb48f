"""Past submissions: played back, travelled through, compared, taken away and read in again."""
