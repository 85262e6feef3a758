import glob
import os

import tensorflow as tf

from reading import read_in_rounds
from settings import with_order


def run(definition, folder, rounds):
    size = definition["options"]["size"]
    files = sorted(glob.glob(os.path.join(folder, "*", "*.jpg")))
    classes = sorted(os.listdir(folder))
    labels = [classes.index(os.path.basename(os.path.dirname(file))) for file in files]

    def decode(file, label):
        return tf.image.resize(tf.io.decode_jpeg(tf.io.read_file(file), channels=3), size), label

    data = tf.data.Dataset.from_tensor_slices((files, labels)).map(decode, tf.data.AUTOTUNE)
    batches = data.batch(definition["batchSize"]).prefetch(tf.data.AUTOTUNE)
    read_in_rounds(lambda: with_order(batches), definition, rounds)
