"""Trains on arrays in memory in one long fit: its first epochs trace and warm up, each later one is a round."""

import keras

from examples import read_arrays
from settings import compile_settings

# More epochs than requested: the training ends with the process.
EPOCHS = 10_000


def train_in_rounds(network, definition, folder, rounds):
    compile_classifier(network, definition)
    x, y = read_arrays(definition["examples"], folder)
    network.fit(
        x, y, batch_size=definition["batchSize"], epochs=EPOCHS, verbose=0, callbacks=[EpochRounds(definition, rounds)]
    )


def compile_classifier(network, definition):
    network.compile(
        optimizer=keras.optimizers.Adam(definition["options"]["learningRate"]),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
        **compile_settings(),
    )


class EpochRounds(keras.callbacks.Callback):
    def __init__(self, definition, rounds):
        super().__init__()
        self.definition = definition
        self.rounds = rounds

    def on_epoch_begin(self, epoch, logs=None):
        if epoch >= self.definition["warmUp"]:
            self.rounds.begin()

    def on_epoch_end(self, epoch, logs=None):
        if epoch >= self.definition["warmUp"]:
            self.rounds.end(self.definition["perRound"])
        elif epoch == self.definition["warmUp"] - 1:
            self.rounds.ready(self.model)
