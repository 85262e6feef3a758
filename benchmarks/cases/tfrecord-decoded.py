import tensorflow as tf

from records import AUTOTUNE, read_in_rounds

FEATURES = {
    "image/encoded": tf.io.FixedLenFeature([], tf.string),
    "image/class/label": tf.io.FixedLenFeature([], tf.int64),
}


def run(definition, folder, rounds):
    size = definition["options"]["size"]

    def decode(record):
        columns = tf.io.parse_single_example(record, FEATURES)
        image = tf.image.resize(tf.io.decode_jpeg(columns["image/encoded"], channels=3), size)
        return image, columns["image/class/label"]

    def labels(image, label):
        with tf.control_dependencies([image]):
            return tf.identity(label)

    def finish(records, batch_size):
        return records.map(decode, AUTOTUNE).batch(batch_size).map(labels)

    read_in_rounds(definition, folder, rounds, finish)
