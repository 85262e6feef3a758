"""An embedding, one recurrent layer, and a classifier; see sequences.mjs."""

import keras
from keras import layers

from training import train_in_rounds

LAYERS = {
    "lstm": layers.LSTM,
    "gru": layers.GRU,
    "gru-reset-before": lambda units: layers.GRU(units, reset_after=False),
    "simple-rnn": layers.SimpleRNN,
    "bidirectional": lambda units: layers.Bidirectional(layers.LSTM(units)),
}


def train_on_sequences(definition, folder, rounds):
    examples, options = definition["examples"], definition["options"]
    network = keras.Sequential(
        [
            keras.Input(examples["shape"]),
            layers.Embedding(examples["range"][1] + 1, options["units"]),
            LAYERS[options["layer"]](options["units"]),
            layers.Dense(examples["classes"], activation="softmax"),
        ]
    )
    train_in_rounds(network, definition, folder, rounds)
