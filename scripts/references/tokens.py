"""Token numbers and positions of tricky texts, by the tokenizers of Hugging Face and by SentencePiece.

    python tokens.py src/inputs/tokens/fixtures/tokens.json src/formats/sidecars/vocabulary/fixtures/sentence-piece.json

Needs tokenizers and sentencepiece. The vocabularies are small and made here; BERT's from a list of words, the two of
SentencePiece by training on the sentences below.
"""

import base64
import io
import json
import string
import sys
import unicodedata

import sentencepiece
from tokenizers import AddedToken, BertWordPieceTokenizer, ByteLevelBPETokenizer
from tokenizers.processors import RobertaProcessing

TEXTS = [
    "The quick brown fox jumps over the lazy dog.",
    "  Unaffable,   naïve café-goers: don't!  ",
    "ÅNGSTRÖM straße Ǆ ﬁne ½ ～ ①",
    "日本語 and 한국어 ﾊﾞｯﾄ",
    "e\u0301te\u0301 zero\u200bwidth tab\there\nline",
    "emoji 🙂👍🏽 [MASK] [SEP] $3.50 (a_b)",
    "",
    "    ",
    "x" * 120 + " unaffableness",
    "quick▁brown <s> </s> \ufeff bom \u00a0 nbsp",
]

SENTENCES = [
    "The quick brown fox jumps over the lazy dog.",
    "A model is loaded and its graph is lowered to operations.",
    "Every picture has a text that says the same, and every figure has its unit.",
    "The worker reads the weights one at a time, and the page draws what it was given.",
    "Zero or one: the tokens of a text are numbers, and the numbers are looked up.",
    "naïve café-goers don't jump over lazy dogs in 1999, do they?",
] * 3


def utf16(text, at):
    return len(text[:at].encode("utf-16-le")) // 2


def word_piece(lower):
    letters = string.ascii_lowercase + ("" if lower else string.ascii_uppercase) + string.digits + "日本語한국어é"
    marks = list(string.punctuation) + ["½", "～", "①", "🙂"]
    words = "the quick brown fox jump over lazy dog un na ##ff ##able ##ness ##s cafe don mask sep naive zero width bat".split()
    if not lower:
        words += ["The", "café", "naïve", "MASK"]
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *["##" + one for one in letters], *marks, *words]
    pieces = list(dict.fromkeys(pieces))
    tokenizer = BertWordPieceTokenizer({piece: i for i, piece in enumerate(pieces)}, lowercase=lower)
    cases = []
    for text in TEXTS:
        found = tokenizer.encode(text, add_special_tokens=False)
        cases.append({
            "text": text,
            "ids": found.ids,
            "offsets": [[utf16(text, start), utf16(text, end)] for start, end in found.offsets],
        })
    return {"pieces": pieces, "cases": cases}


def sentence_piece(kind, **options):
    out = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(SENTENCES), model_writer=out, model_type=kind, minloglevel=2, **options
    )
    model = sentencepiece.SentencePieceProcessor(model_proto=out.getvalue())
    names = []
    for i in range(model.get_piece_size()):
        is_a = [model.is_unknown, model.is_control, model.is_unused, model.is_byte]
        kinds = [name for name, test in zip(["unknown", "control", "unused", "byte"], is_a) if test(i)]
        names.append([model.id_to_piece(i), model.get_score(i), kinds[0] if kinds else "normal"])
    return out.getvalue(), {
        "unknown": model.unk_id(),
        "pieces": names,
        "cases": [{"text": text, "ids": model.encode(text)} for text in TEXTS],
    }


_, unigram = sentence_piece("unigram", vocab_size=90)
_, bpe = sentence_piece("bpe", vocab_size=120)
_, fallback = sentence_piece("unigram", vocab_size=340, hard_vocab_limit=False, byte_fallback=True)
small, tiny = sentence_piece("bpe", vocab_size=60, normalization_rule_name="identity")



def byte_level(prefix):
    """A `tokenizer.json` like GPT-2's or, with a blank before the text and markers, RoBERTa's."""
    tokenizer = ByteLevelBPETokenizer(add_prefix_space=prefix, trim_offsets=True)
    special = ["<s>", "<pad>", "</s>", "<unk>"] if prefix else ["<|endoftext|>"]
    tokenizer.train_from_iterator(SENTENCES + TEXTS, vocab_size=340, min_frequency=1, special_tokens=special)
    if prefix:
        tokenizer.add_special_tokens([AddedToken("[MASK]", lstrip=True)])
        tokenizer._tokenizer.post_processor = RobertaProcessing(("</s>", 2), ("<s>", 0))
    cases = []
    for text in TEXTS:
        found = tokenizer.encode(text, add_special_tokens=False)
        # Places in the text, without blanks; of a byte that is a part of a character, the character's.
        offsets = [[utf16(text, start), utf16(text, end)] for start, end in found.offsets]
        cases.append({"text": text, "ids": found.ids, "offsets": offsets})
    pair = tokenizer.encode("who did it", "the fox")
    return {"file": json.loads(tokenizer._tokenizer.to_str()), "cases": cases, "pair": pair.ids}


MADE = f"scripts/references/tokens.py, Unicode {unicodedata.unidata_version}"


def write(path, value):
    with open(path, "w") as file:
        json.dump({"made": MADE, **value}, file, separators=(",", ":"))


write(sys.argv[1], {
    "lower": word_piece(True),
    "cased": word_piece(False),
    "unigram": unigram,
    "bpe": bpe,
    "bytes": fallback,
    "gpt2": byte_level(False),
    "roberta": byte_level(True),
})
write(sys.argv[2], {"model": base64.b64encode(small).decode(), "pieces": tiny["pieces"]})
