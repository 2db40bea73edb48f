cat "$scratch/answer"
