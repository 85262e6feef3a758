"""Keras layers with the same transforms as the options of `augment`."""

import math

import keras
from keras import layers


def changes(options):
    low, high = options["brightness"]
    return keras.Sequential(
        [
            layers.RandomFlip(options["flip"]),
            # As a fraction of a full turn.
            layers.RandomRotation(options["rotation"] / 360, fill_mode="nearest"),
            layers.RandomTranslation(options["heightShift"], options["widthShift"], fill_mode="nearest"),
            layers.RandomZoom(options["zoom"], options["zoom"], fill_mode="nearest"),
            layers.RandomShear(x_factor=math.tan(math.radians(options["shear"])), fill_mode="nearest"),
            layers.RandomBrightness((low - 1, high - 1), value_range=(0, 255)),
        ]
    )
