import numpy as np
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from texts import read_texts, read_vocabulary, run_texts


def run(definition, folder, rounds):
    texts = read_texts(folder)
    tokens = ["[padding]", "[start]", "[unknown]", *read_vocabulary(folder)]
    tokenizer = Tokenizer(models.WordLevel({token: index for index, token in enumerate(tokens)}, "[unknown]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    length = definition["options"]["length"]
    tokenizer.enable_truncation(length)
    tokenizer.enable_padding(length=length, pad_id=0, pad_token="[padding]")

    def numbers_of(some):
        return np.array([encoding.ids for encoding in tokenizer.encode_batch_fast(some)], dtype="int32")

    def in_batches(size):
        return lambda: sum(len(numbers_of(texts[start : start + size])) for start in range(0, len(texts), size))

    batch_size = definition["batchSize"]
    ways = {"one call": lambda: len(numbers_of(texts)), f"batches of {batch_size}": in_batches(batch_size)}
    run_texts(definition, folder, rounds, texts, ways, numbers_of)
