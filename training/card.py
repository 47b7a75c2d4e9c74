"""The model card, filled with the figures of the run and of the evaluation."""

from typing import Any

Figures = dict[str, Any]

# what we wanted to reach with a GPU
GOALS = {
    "bits": 1.25,
    "plural": 0.95,
    "gender": 0.90,
    "top_5": 0.5,
    "previous": 0.5,
    "induction": 0.4,
}


def card(made: Figures, found: Figures) -> str:
    """The README of the shipped folder, in Markdown."""
    parts = [
        INTRODUCTION,
        sizes(made, found),
        "## What it knows, measured\n",
        results(found),
        FACTS_NOTE,
        nearest(found),
        senses(found),
        f"Words of the lessons that take more than one token: "
        f"{', '.join(found['lesson_words_in_pieces'])}.\n",
        "## How it was made\n",
        making(made),
        "![Loss on training and held-out text by tokens seen](loss.svg)\n",
        CURVE_NOTE,
        text_shares(made),
        FLAWS,
        "## What it writes\n",
        samples(found),
    ]
    return "\n".join(parts)


def table(rows: list[list[str]]) -> str:
    """A Markdown table; the first row is its head."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]]) + "\n"


def percent(share: float) -> str:
    """A share for reading."""
    return f"{100 * share:.0f} %"


def sizes(made: Figures, found: Figures) -> str:
    """The table at the top."""
    r = made["recipe"]
    return table(
        [
            ["", ""],
            [
                "architecture",
                f"GPT-2: {r['layers']} layers, {r['heads']} heads of {r['width'] // r['heads']}, "
                f"width {r['width']}, {4 * r['width']:,} neurons in a layer, "
                f"context {r['context']}",
            ],
            ["vocabulary", "16,384 tokens, byte-level byte-pair encoding, made from its own text"],
            [
                "parameters",
                f"{made['parameters']:,}; the embedding serves as the unembedding too",
            ],
            ["file", "`model.safetensors`, float16; `checksums.json` has sizes and sha256 sums"],
            ["result", f"{found['bits_per_byte']:.3f} bits a byte on text that was held out"],
        ]
    )


def results(found: Figures) -> str:
    """Each figure beside its goal."""
    queen, heads, all_facts = found["analogies"]["queen"], found["heads"], found["facts"]["all"]
    plural, gender = found["plural"], found["gender"]
    rows = [
        ["what", "this model", "goal"],
        ["bits per byte, held-out text", f"{found['bits_per_byte']:.3f}", f"≤ {GOALS['bits']}"],
        ["plural direction: held-out pairs", direction(plural), f"≥ {percent(GOALS['plural'])}"],
        ["gender direction: held-out pairs", direction(gender), f"≥ {percent(GOALS['gender'])}"],
        [
            "rank of *queen* near king − man + woman",
            f"{queen['without']} ({queen['with']} with the three words)",
            "1 without them",
        ],
        *(
            [f"median rank, {len(a['ranks'])} {name}", analogy(a), ""]
            for name, a in [
                ("other family analogies", found["analogies"]["family"]),
                ("analogies of capitals", found["analogies"]["capitals"]),
            ]
        ),
        [f"{all_facts['count']} facts: right token first", percent(all_facts["top_1"]), ""],
        [
            f"{all_facts['count']} facts: among the first five",
            percent(all_facts["top_5"]),
            f"≥ {percent(GOALS['top_5'])}",
        ],
        ["best previous-token head", head(heads["previous"]), f"≥ {GOALS['previous']}"],
        ["best induction head", head(heads["induction"]), f"≥ {GOALS['induction']}"],
        [
            "loss on random tokens, first and second copy",
            f"{heads['loss_first_copy']:.2f} → {heads['loss_second_copy']:.2f} nats",
            "",
        ],
        ["4-grams repeated at T = 0.7", percent(found["texts"]["repeated_4_grams"]), ""],
    ]
    return table(rows)


def direction(found: Figures) -> str:
    """A direction's accuracy, beside random ones."""
    return (
        f"{percent(found['accuracy'])} of {found['pairs'][1]} (random: "
        f"{percent(found['random_mean'])}, best of 1,000 {percent(found['random_best_of_1000'])})"
    )


def analogy(found: Figures) -> str:
    """The median ranks."""
    return f"{found['median']['without']:g} ({found['median']['with']:g} with the three words)"


def head(found: Figures) -> str:
    """A head's score and place."""
    return f"{found['score']:.2f} (layer {found['layer']}, head {found['head']})"


def nearest(found: Figures) -> str:
    """The neighbours of some words."""
    rows = [[word, ", ".join(words)] for word, words in found["nearest"].items()]
    return "Nearest words by cosine in the embedding:\n\n" + table([["word", "nearest"], *rows])


def senses(found: Figures) -> str:
    """How far the senses of a word part, by layer."""
    cosines = " → ".join(f"{cosine:.2f}" for cosine in found["senses"]["mean"])
    return (
        f"Ten words in two senses each (bank, spring, rose …): the mean cosine between the two "
        f"senses' vectors, from the input to the last layer: {cosines}.\n"
    )


def making(made: Figures) -> str:
    """How it was trained."""
    r, versions = made["recipe"], made["versions"]
    return (
        f"{made['steps']:,} steps of {r['windows']} × {r['context']} tokens, "
        f"{made['tokens'] / 1e6:,.0f} million tokens in all, in {made['minutes']:.1f} minutes on: "
        f"{made['device']}. Muon (rate {r['muon_lr']}) for the matrices of the blocks, AdamW "
        f"({r['adam_lr']}) for the rest; 100 steps of warm-up, the full rate to "
        f"{percent(r['decay_from'])} of the way, then falling to zero in a straight line. "
        f"Dropout {r['dropout']:g}. Seed {r['seed']}. {shortcuts(r)}"
        f"Versions: {', '.join(f'{name} {number}' for name, number in versions.items())}. "
        "`training.json` has the recipe and the loss curve, `history.json` eight moments of the "
        "training, `evaluation.json` all figures. To make it again: `training/README.md`.\n"
    )


def shortcuts(r: Figures) -> str:
    """What the recipe for two cores leaves out to save time."""
    if not r["sampled"]:
        return ""
    return (
        f"To {percent(r['halves_until'])} of the way the windows were cut in two; to "
        f"{percent(r['whole_from'])} the loss ran over {r['sampled']:,} of the tokens, chosen anew "
        "in each step and weighted so that the sum is right on average, from there on "
        "over the whole vocabulary. "
    )


def text_shares(made: Figures) -> str:
    """What it read."""
    shares = sorted(made["shares_shown"].items(), key=lambda item: -item[1])
    listed = ", ".join(f"{name} {100 * share:.1f} %" for name, share in shares)
    return f"Share of each group of texts in what it read: {listed}.\n\n{TEXT}"


def samples(found: Figures) -> str:
    """The continuations, as they come."""
    lines = []
    for prompt, by_temperature in found["texts"].items():
        if prompt == "repeated_4_grams":
            continue
        for temperature, texts in by_temperature.items():
            shown = texts[:1] if temperature == "0.0" else texts
            same = " (all five are the same)" if temperature == "0.0" else ""
            lines.append(f"**{prompt}**, T = {float(temperature):g}{same}\n")
            lines += [f"- {' '.join(text.split())}" for text in shown]
            lines.append("")
    return "\n".join(lines)


INTRODUCTION = """# mini: the GPT that comes with gpt_viz

A small English language model with the architecture of GPT-2, trained from random weights for
these lessons. It is what `gpt_viz.load()` gives. It is made for looking inside, not for relying on.
This page is written by `training/card.py` from what was measured.
"""

FACTS_NOTE = """Many of the facts stand in so many words in the text that was added for them (see
below); `evaluation.json` counts those that do and those that do not apart.
"""

CURVE_NOTE = """The held-out loss is that of 16 windows, each read from its beginning. The training
loss is that of one step, which wanders with its texts; dropout, where there is any, is on in it.
"""

TEXT = """The text is public domain, CC0, CC BY and CC BY-SA: children's books, novels and stories
(mostly of 1800 to 1930), textbooks (OpenStax), news rewritten for learners (OneStopEnglish),
dictionary sentences (Open English WordNet), facts about countries (CIA World Factbook), speeches,
picture books (African Storybook, Pratham Books StoryWeaver). *drills* are 0.4 MB of plain sentences
that `training/drills.py` writes: colours, opposites, plurals, days, numbers, sums, families,
animals, capitals, words with two senses, and short conversations. Each document begins with
`<|endoftext|>` (id 0). The weights are under the MIT licence, like the rest of the package.
"""

FLAWS = """## Known flaws

- Most of its text is fiction and more than half of it was written before 1930: some words and ideas
  about people and peoples are of that time, and so are some of its own.
- It knows few facts, holds no thought for longer than a sentence or two, and makes things up.
- It reads and writes English only,
  without accents, curly quotes or long dashes (these became `--`).
- At temperature 0 it soon runs in circles.
"""
