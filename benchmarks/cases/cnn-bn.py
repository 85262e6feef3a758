from cases.cnn import cnn
from training import train_in_rounds


def run(definition, folder, rounds):
    train_in_rounds(cnn(definition["examples"], normalized=True), definition, folder, rounds)
