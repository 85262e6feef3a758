from keras_augmentation import read_changed
from keras_changes import changes


def run(definition, folder, rounds):
    read_changed(definition, folder, rounds, changes(definition["options"]))
