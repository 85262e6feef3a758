import math

import keras
import tensorflow as tf
from keras import layers

from reading import read_in_rounds
from examples import read_arrays


def run(definition, folder, rounds):
    options = definition["options"]
    low, high = options["brightness"]
    change = keras.Sequential(
        [
            layers.RandomFlip(options["flip"]),
            # Shares of a full turn.
            layers.RandomRotation(options["rotation"] / 360, fill_mode="nearest"),
            layers.RandomTranslation(options["heightShift"], options["widthShift"], fill_mode="nearest"),
            layers.RandomZoom(options["zoom"], options["zoom"], fill_mode="nearest"),
            layers.RandomShear(x_factor=math.tan(math.radians(options["shear"])), fill_mode="nearest"),
            layers.RandomBrightness((low - 1, high - 1), value_range=(0, 255)),
        ]
    )
    features, labels = read_arrays(definition["examples"], folder)
    data = tf.data.Dataset.from_tensor_slices((features, labels)).shuffle(len(labels)).batch(definition["batchSize"])
    changed = data.map(lambda x, y: (change(x, training=True), y), num_parallel_calls=tf.data.AUTOTUNE)
    read_in_rounds(lambda: changed.prefetch(tf.data.AUTOTUNE), definition, rounds)
