from sequences import train_on_sequences as run
