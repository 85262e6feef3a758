import os

import tensorflow as tf

from keras_changes import changes
from reading import read_in_rounds
from records import AUTOTUNE
from settings import with_order

FEATURES = {
    "image/encoded": tf.io.FixedLenFeature([], tf.string),
    "image/class/label": tf.io.FixedLenFeature([], tf.int64),
}


def run(definition, folder, rounds):
    options = definition["options"]
    change = changes(options)
    files = [os.path.join(folder, name) for name in sorted(os.listdir(folder))]

    def decode(record):
        columns = tf.io.parse_single_example(record, FEATURES)
        image = tf.image.resize(tf.io.decode_jpeg(columns["image/encoded"], channels=3), options["size"])
        return image, columns["image/class/label"]

    records = tf.data.TFRecordDataset(files, num_parallel_reads=AUTOTUNE).shuffle(1024)
    batches = records.map(decode, AUTOTUNE).batch(definition["batchSize"])
    changed = batches.map(lambda x, y: (change(x, training=True), y), AUTOTUNE).prefetch(AUTOTUNE)
    read_in_rounds(lambda: with_order(changed), definition, rounds)
