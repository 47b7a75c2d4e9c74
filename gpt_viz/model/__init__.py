"""Floor 1, the model: the only code that knows torch and transformers.

load.py          load(): the bundled model, a folder, or a name on the hub
files.py         are a checkpoint's files whole?
gpt.py           GPT: trace, next_token, lens, generate
families.py      where each architecture keeps its parts
network.py       Network: a loaded model with its parts
hooks.py         forward hooks that always come off; attention's inputs
recorder.py      from hooks to arrays: one forward pass written down
limits.py        what a trace may not be: unknown, too large, not a number
readout.py       the model's end: any vector of the stream to scores
generation.py    predict, draw, append, and again
judgement.py     whether a model has learned anything
tokenizer.py     text to pieces and back
word_vectors.py  word vectors from a text file, or through gensim
mini/            the bundled GPT

    README.md               its model card
    model.safetensors       its weights, float16
    tokenizer.json          its vocabulary and merge table
    config.json             its sizes
    generation_config.json  which token ends a text
    tokenizer_config.json   which tokens are special
    checksums.json          sizes and sha256 sums, which load() verifies
    training.json           how it was made: recipe, machine, text, loss curve
    loss.svg                the loss curve as a picture
    history.json            eight moments of its training, for lesson 10
    evaluation.json         what it knows, in numbers
"""
