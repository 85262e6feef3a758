import tensorflow as tf

from records import AUTOTUNE, read_in_rounds

FEATURES = {
    "image/encoded": tf.io.FixedLenFeature([], tf.string),
    "image/class/label": tf.io.FixedLenFeature([], tf.int64),
}


def parse(records):
    columns = tf.io.parse_example(records, FEATURES)
    with tf.control_dependencies([columns["image/encoded"]]):
        return tf.identity(columns["image/class/label"])


def run(definition, folder, rounds):
    read_in_rounds(definition, folder, rounds, lambda records, size: records.batch(size).map(parse, AUTOTUNE))
