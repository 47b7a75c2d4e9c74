"""What controls are called on the screen: the names of a picture's arguments, in words."""

from gpt_viz.words import say


def label_words(name: str) -> str:
    """An argument's name as it stands on the screen: ``top_p`` is "top p".

    Those of the house's own pictures follow the user's language; any other stays as it is.
    """
    known = {**_data(), **_knobs()}
    return known.get(name, name.replace("_", " "))


def _data() -> dict[str, str]:
    return {
        "a": say("a"),
        "b": say("b"),
        "beside": say("beside"),
        "c": say("c"),
        "column": say("column"),
        "expected": say("expected"),
        "fourth": say("fourth"),
        "head": say("head"),
        "layer": say("layer"),
        "pairs": say("pairs"),
        "position": say("position"),
        "row": say("row"),
        "test": say("test"),
        "text": say("text"),
        "word": say("word"),
        "words": say("words"),
    }


def _knobs() -> dict[str, str]:
    return {
        "columns": say("columns"),
        "dimensions": say("dimensions"),
        "draws": say("draws"),
        "hide_first": say("hide first"),
        "log": say("log"),
        "looked_at": say("looked at"),
        "measure": say("measure"),
        "principal": say("principal"),
        "seed": say("seed"),
        "temperature": say("temperature"),
        "threshold": say("threshold"),
        "top": say("top"),
        "top_k": say("top k"),
        "top_p": say("top p"),
        "turn": say("turn"),
    }
