"""Text to pieces and back, for the kinds of tokenizers that GPTs have."""

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer as Backend
from tokenizers import decoders, models, normalizers, pre_tokenizers, trainers

from gpt_viz.model.tokenizer import Tokenizer, check_text
from gpt_viz.records.pieces import Piece
from tests.texts import BYTE_LEVEL, CORPUS, MINI, TEXTS, WITH_BEGIN, begin, byte_level, mini


def sentence_piece(kind: str) -> Tokenizer:
    """Spaces as ▁ and bytes where no token fits: with Metaspace, as Llama-2, as Gemma."""
    backend = Backend(models.BPE())
    _prepare_spaces(backend, kind)
    backend.train_from_iterator(CORPUS, trainers.BpeTrainer(vocab_size=300))
    learned = json.loads(backend.to_str())["model"]
    names = ["<unk>", "<s>", *(f"<0x{byte:02X}>" for byte in range(256)), *learned["vocab"]]
    backend.model = models.BPE(
        vocab={name: id for id, name in enumerate(names)},
        merges=[tuple(pair) for pair in learned["merges"]],
        unk_token="<unk>",
        byte_fallback=True,
    )
    backend.add_special_tokens(["<unk>", "<s>"])
    strip = [] if kind == "gemma" else [decoders.Strip(" ", 1, 0)]
    backend.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), *strip]
    )
    backend.post_processor = begin("<s>", 1)
    return Tokenizer(backend, len(names), 1)


def _prepare_spaces(backend: Backend, kind: str) -> None:
    if kind == "metaspace":
        backend.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first")
    elif kind == "llama":
        backend.normalizer = normalizers.Sequence(
            [normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")]
        )
    else:
        backend.normalizer = normalizers.Replace(" ", "▁")


def prefixed() -> Tokenizer:
    """Byte-level with a space put before every text that does not begin with one."""
    backend = Backend.from_str(WITH_BEGIN._literal.to_str())
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    return Tokenizer(backend, backend.get_vocab_size(), 0)


SENTENCE_PIECE = [sentence_piece(kind) for kind in ("metaspace", "llama", "gemma")]


every = pytest.mark.parametrize(
    "tokenizer", [*BYTE_LEVEL, *SENTENCE_PIECE], ids=["mini", "begin", "meta", "llama", "gemma"]
)


def assert_round_trip(tokenizer: Tokenizer, text: str) -> None:
    """The pieces' bytes are the text's UTF-8, and the ids spell the text."""
    pieces = tokenizer.pieces(text)
    assert b"".join(piece.bytes for piece in pieces) == text.encode()
    assert tokenizer.text([piece.id for piece in pieces]) == text
    assert all(tokenizer[piece.id].name == piece.name for piece in pieces)


@byte_level
@settings(max_examples=500, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_bytes_and_ids_give_the_prompt_back(tokenizer: Tokenizer, text: str) -> None:
    assert_round_trip(tokenizer, text)


@pytest.mark.parametrize("tokenizer", SENTENCE_PIECE, ids=["meta", "llama", "gemma"])
@settings(max_examples=200, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_sentence_piece_gives_the_prompt_back(tokenizer: Tokenizer, text: str) -> None:
    text = text.replace("▁", "_")  # to SentencePiece this letter is a space
    pieces = tokenizer.pieces(text)
    assert b"".join(piece.bytes for piece in pieces) == text.encode()
    again = tokenizer.text([piece.id for piece in pieces])
    assert again in (text, text.removeprefix(" "))  # Metaspace reads " a" as it reads "a"


@every
@pytest.mark.parametrize("text", [text for text in TEXTS if text[0] != " "])
def test_chosen_texts(tokenizer: Tokenizer, text: str) -> None:
    assert_round_trip(tokenizer, text)


@pytest.mark.parametrize("text", ["a", "the cat", "", "日本"])
def test_a_space_that_the_tokenizer_adds_is_not_in_the_text(text: str) -> None:
    assert_round_trip(prefixed(), text)


class Stripping(Tokenizer):
    """Loses the spaces at the end, as a tokenizer with a careless rule would."""

    def pieces(self, text: str, special: bool = False) -> tuple[Piece, ...]:
        return super().pieces(text.rstrip(), special)


def test_twin_a_lost_space_is_seen() -> None:
    backend = Backend.from_str(MINI._literal.to_str())
    with pytest.raises(AssertionError):
        assert_round_trip(Stripping(backend, len(MINI), 0), "the cat ")


@every
def test_the_empty_text_is_one_begin_token(tokenizer: Tokenizer) -> None:
    (piece,) = tokenizer.pieces("")
    assert (piece.special, piece.bytes) == (True, b"")
    assert tokenizer.text([piece.id]) == ""


@byte_level
def test_spaces_alone_are_pieces(tokenizer: Tokenizer) -> None:
    assert_round_trip(tokenizer, "   ")


def assert_literal(tokenizer: Tokenizer, name: str) -> None:
    """A special token's name in a text is letters, unless special tokens are asked for."""
    literal = tokenizer.pieces(f"a{name}b")
    assert not any(piece.special and piece.bytes for piece in literal)
    as_special = tokenizer.pieces(f"a{name}b", special=True)
    assert [piece.name for piece in as_special if piece.special and piece.bytes] == [name]
    assert b"".join(piece.bytes for piece in as_special) == f"a{name}b".encode()


@byte_level
def test_special_names_are_letters_by_default(tokenizer: Tokenizer) -> None:
    assert_literal(tokenizer, "<|endoftext|>")


def test_sentence_piece_special_names_are_letters_by_default() -> None:
    assert_literal(SENTENCE_PIECE[2], "<s>")


def test_twin_a_tokenizer_that_obeys_the_text_is_seen() -> None:
    obeying = mini()
    obeying._literal = obeying._special_aware
    with pytest.raises(AssertionError):
        assert_literal(obeying, "<|endoftext|>")


def test_half_a_character_is_named() -> None:
    with pytest.raises(ValueError, match=r"U\+D83D, a lone surrogate\) at position 1"):
        MINI.pieces("a\ud83db")
    with pytest.raises(ValueError, match="text must be a string, got int: 3"):
        check_text(3)  # type: ignore[arg-type]


def test_truncation_set_by_somebody_else_cuts_nothing() -> None:
    backend = Backend.from_str(MINI._literal.to_str())
    tokenizer = Tokenizer(backend, len(MINI), 0)
    backend.enable_truncation(2)
    assert_round_trip(tokenizer, "one two three four five")


def test_ids_out_of_range_are_named() -> None:
    with pytest.raises(IndexError, match=f"id must be from 0 to {len(MINI) - 1}, got {len(MINI)}"):
        MINI[len(MINI)]
    with pytest.raises(IndexError, match="got -1"):
        MINI[-1]
    with pytest.raises(TypeError):
        MINI[1.5]  # type: ignore[call-overload]
    assert MINI[1:3] == [MINI[1], MINI[2]]


def test_a_vocabulary_larger_than_the_tokenizer_has_unused_ids() -> None:
    backend = Backend.from_str(MINI._literal.to_str())
    named = backend.get_vocab_size()
    padded = Tokenizer(backend, named + 3, 0)
    assert len(list(padded)) == named + 3
    assert padded[named + 2] == Piece(named + 2, b"", special=True, name=f"unused {named + 2}")


def test_find_gives_the_one_token_or_shows_the_pieces() -> None:
    piece = MINI.find(" time")
    assert (piece.bytes, MINI[piece.id]) == (b" time", piece)
    assert WITH_BEGIN.find(" little").bytes == b" little"
    with pytest.raises(ValueError, match=r"'time flies' is not one token here but \d+: 'time' \+"):
        MINI.find("time flies")
    with pytest.raises(ValueError, match=r"F0 \+ 9F \+ A4 \+ 97"):
        WITH_BEGIN.find("\U0001f917")
    with pytest.raises(ValueError, match="'' is not one token here but 0"):
        MINI.find("")


def assert_replays(tokenizer: Tokenizer, word: str) -> None:
    """The last round's symbols are the tokenizer's own tokens, and each round joins one pair."""
    rounds = tokenizer.merges(word)
    own = [piece.bytes for piece in tokenizer.pieces(word) if piece.bytes]
    assert list(rounds[-1].symbols) == own
    assert [len(r.symbols) for r in rounds] == list(range(len(word.encode()), len(own) - 1, -1))
    assert all(r.rank is not None and r.rank < tokenizer.merge_count for r in rounds[:-1])


def test_first_passes_over_what_the_tokenizer_puts_before_every_text() -> None:
    assert MINI.first(" Banana") == MINI.pieces(" Banana")[0]
    assert WITH_BEGIN.pieces("cat")[0].special
    assert WITH_BEGIN.first("cat").text == WITH_BEGIN.pieces("cat")[1].text
    with pytest.raises(ValueError, match="no text to read"):
        MINI.first("")


def test_merges_replay_the_tokenizers_own_cut() -> None:
    letters = random.Random(0)
    words = ["".join(letters.choices("etaoinshrdlu", k=n)) for n in range(1, 15) for _ in range(10)]
    known = [piece.bytes.decode("utf-8", "replace") for piece in MINI[300:11000:50]]
    whole = [word for word in known if word.strip().isalpha()]
    assert len(whole) > 100
    for word in [*words, *whole, " Banana", "日本", " \U0001f917"]:
        assert_replays(MINI, word)
        assert_replays(WITH_BEGIN, word)


def test_merges_twin_a_table_in_another_order_is_seen() -> None:
    reversed_table = mini()
    ranks = reversed_table._merge_ranks
    reversed_table.__dict__["_merge_ranks"] = {p: len(ranks) - 1 - r for p, r in ranks.items()}
    with pytest.raises((AssertionError, ValueError)):
        for word in (" something", " understand", " together", " beautiful"):
            assert_replays(reversed_table, word)


def test_merges_refuses_what_has_no_merges() -> None:
    with pytest.raises(ValueError, match=r"'the cat' holds 2: 'the' \+ ' cat'"):
        MINI.merges("the cat")
    with pytest.raises(ValueError, match="'' holds 0: no letters"):
        MINI.merges("")
    with pytest.raises(ValueError, match="does not merge bytes"):
        SENTENCE_PIECE[0].merges("cat")


def assert_short_and_telling(message: str, count: int) -> None:
    assert f"this text holds {count}: 'the' + ' king' + ' and' + …" in message
    assert len(message) < 120


def test_merges_shows_the_first_words_of_a_long_text() -> None:
    with pytest.raises(ValueError, match="holds") as refused:
        MINI.merges("the king and queen " * 100)
    assert_short_and_telling(str(refused.value), 401)
    with pytest.raises(ValueError, match="holds 2") as refused:
        MINI.merges("x" * 5000 + " cat")
    assert str(refused.value).endswith("xxx…' + ' cat'")
    assert len(str(refused.value)) < 120
    with pytest.raises(ValueError, match=r"'a b c' holds 3: 'a' \+ ' b' \+ ' c'$"):
        MINI.merges("a b c")


def test_merges_twin_the_whole_text_in_a_message_is_seen() -> None:
    text = "the king and queen " * 100
    with pytest.raises(AssertionError):
        assert_short_and_telling(f"{text!r} holds 401: {text}", 401)


def test_merges_says_so_where_a_word_was_put_in_whole() -> None:
    spec = json.loads(WITH_BEGIN._literal.to_str())
    spec["model"]["vocab"]["zebra"] = len(spec["model"]["vocab"])
    spec["model"]["ignore_merges"] = True  # as Llama-3: a word in the vocabulary is not cut
    tokenizer = Tokenizer(Backend.from_str(json.dumps(spec)), len(spec["model"]["vocab"]))
    assert [piece.bytes for piece in tokenizer.pieces("zebra") if piece.bytes] == [b"zebra"]
    with pytest.raises(ValueError, match="'zebra' is in this vocabulary by itself"):
        tokenizer.merges("zebra")
