import keras

from inference import predict_in_rounds


def run(definition, folder, rounds):
    predict_in_rounds(keras.applications.VGG16(weights=None), definition, folder, rounds)
