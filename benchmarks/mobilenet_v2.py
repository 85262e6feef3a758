import keras
from keras import layers

from trained_statistics import trained_statistics


def mobilenet_v2(shape, classes, freeze):
    """Returns the network without its top, with random weights and a classifier head; `freeze` gets its layers."""
    backbone = keras.applications.MobileNetV2(input_shape=shape, include_top=False, weights=None)
    trained_statistics(backbone.layers)
    freeze(backbone.layers)
    pooled = layers.GlobalAveragePooling2D()(backbone.output)
    return keras.Model(backbone.input, layers.Dense(classes, activation="softmax", name="predictions")(pooled))
