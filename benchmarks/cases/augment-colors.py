from keras import layers

from keras_augmentation import read_changed


def run(definition, folder, rounds):
    jitter = definition["options"]["colorJitter"]
    change = layers.RandomColorJitter(
        value_range=(0, 255),
        brightness_factor=jitter["brightness"],
        contrast_factor=jitter["contrast"],
        # In Keras, the factor 0.5 does not change an image.
        saturation_factor=(0.5 - jitter["saturation"] / 2, 0.5 + jitter["saturation"] / 2),
        hue_factor=jitter["hue"],
    )
    read_changed(definition, folder, rounds, change)
