import tensorflow as tf

from examples import read_arrays
from reading import read_in_rounds
from settings import with_order


def read_changed(definition, folder, rounds, change):
    """Reads batches of images in random order, transformed by Keras layers on all cores."""
    features, labels = read_arrays(definition["examples"], folder)
    data = tf.data.Dataset.from_tensor_slices((features, labels)).shuffle(len(labels)).batch(definition["batchSize"])
    changed = data.map(lambda x, y: (change(x, training=True), y), num_parallel_calls=tf.data.AUTOTUNE)
    read_in_rounds(lambda: with_order(changed.prefetch(tf.data.AUTOTUNE)), definition, rounds)
