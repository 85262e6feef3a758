import keras

from inference import predict_in_rounds


def run(definition, folder, rounds):
    predict_in_rounds(keras.applications.MobileNetV2(weights=None), definition, folder, rounds)
