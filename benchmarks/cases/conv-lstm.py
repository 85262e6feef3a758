"""One convolutional LSTM, the mean of its last images, and a classifier; see conv-lstm.mjs."""

import keras
from keras import layers

from settings import SETTINGS
from training import train_in_rounds


def run(definition, folder, rounds):
    examples = definition["examples"]
    network = keras.Sequential(
        [
            keras.Input(examples["shape"]),
            layers.ConvLSTM2D(16, 3, padding="same", unroll=SETTINGS.get("unroll", False)),
            layers.GlobalAveragePooling2D(),
            layers.Dense(examples["classes"], activation="softmax"),
        ]
    )
    train_in_rounds(network, definition, folder, rounds)
