"""Writes two tiny models without weights: vLLM fills them with random numbers (--load-format dummy).

What they say means nothing; the server around them is the real one. The chat model has one token per byte, the
embedding model one per character.

usage: make_models.py DIRECTORY
"""

import json
import pathlib
import string
import sys


def added(number, text):
    return {"id": number, "content": text, "special": True, "normalized": False,
            "single_word": False, "lstrip": False, "rstrip": False}


def tokenizer(added_tokens, model, pre_tokenizer, decoder, normalizer=None, post_processor=None):
    return {"version": "1.0", "truncation": None, "padding": None, "added_tokens": added_tokens,
            "normalizer": normalizer, "pre_tokenizer": pre_tokenizer, "post_processor": post_processor,
            "decoder": decoder, "model": model}


def byte_letters():
    """GPT-2's letter for each byte: itself if it can be seen, else one from 256 on."""
    seen = set(range(33, 127)) | set(range(161, 173)) | set(range(174, 256))
    spare = iter(range(256, 512))
    return [chr(byte) if byte in seen else chr(next(spare)) for byte in range(256)]


def chat():
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    template = ("{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n"
                "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}")
    return {
        "config.json": {
            "architectures": ["Qwen2ForCausalLM"], "model_type": "qwen2", "torch_dtype": "bfloat16",
            "vocab_size": 320, "hidden_size": 64, "intermediate_size": 128, "num_hidden_layers": 12,
            "num_attention_heads": 2, "num_key_value_heads": 1, "hidden_act": "silu",
            "max_position_embeddings": 32768, "rope_theta": 10000.0, "rms_norm_eps": 1e-6,
            "use_sliding_window": False, "tie_word_embeddings": True, "use_cache": True,
            "bos_token_id": 256, "eos_token_id": 257},
        "generation_config.json": {"eos_token_id": 257, "pad_token_id": 256},
        "tokenizer.json": tokenizer(
            [added(256, "<|endoftext|>"), added(257, "<|im_end|>"), added(258, "<|im_start|>")],
            {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None,
             "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": False, "ignore_merges": False,
             "vocab": {letter: byte for byte, letter in enumerate(byte_letters())}, "merges": []},
            byte_level, byte_level),
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": 32768, "bos_token": None,
            "eos_token": "<|im_end|>", "pad_token": "<|endoftext|>", "clean_up_tokenization_spaces": False,
            "chat_template": template},
    }


def embedding():
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    single = [chr(code) for code in range(33, 127) if not chr(code).isupper()]
    inner = ["##" + letter for letter in string.ascii_lowercase + string.digits]
    vocabulary = {word: number for number, word in enumerate(special + single + inner)}

    def mark(word):
        return {"SpecialToken": {"id": word, "type_id": 0}}

    def text(name):
        return {"Sequence": {"id": name, "type_id": 0}}

    marks = {word: {"id": word, "ids": [vocabulary[word]], "tokens": [word]} for word in ("[CLS]", "[SEP]")}
    return {
        "config.json": {
            "architectures": ["BertModel"], "model_type": "bert", "torch_dtype": "float32", "vocab_size": 320,
            "hidden_size": 64, "intermediate_size": 128, "num_hidden_layers": 2, "num_attention_heads": 2,
            "hidden_act": "gelu", "max_position_embeddings": 512, "type_vocab_size": 2, "layer_norm_eps": 1e-12,
            "pad_token_id": 0, "position_embedding_type": "absolute"},
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"}],
        "1_Pooling/config.json": {
            "word_embedding_dimension": 64, "pooling_mode_cls_token": False, "pooling_mode_mean_tokens": True,
            "pooling_mode_max_tokens": False, "pooling_mode_mean_sqrt_len_tokens": False},
        "sentence_bert_config.json": {"max_seq_length": 512, "do_lower_case": True},
        "tokenizer.json": tokenizer(
            [added(vocabulary[word], word) for word in special],
            {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
             "max_input_chars_per_word": 100, "vocab": vocabulary},
            {"type": "BertPreTokenizer"}, {"type": "WordPiece", "prefix": "##", "cleanup": True},
            {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None,
             "lowercase": True},
            {"type": "TemplateProcessing", "single": [mark("[CLS]"), text("A"), mark("[SEP]")],
             "pair": [mark("[CLS]"), text("A"), mark("[SEP]"), text("B"), mark("[SEP]")], "special_tokens": marks}),
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": 512, "cls_token": "[CLS]",
            "sep_token": "[SEP]", "pad_token": "[PAD]", "unk_token": "[UNK]", "mask_token": "[MASK]"},
    }


def main(directory):
    for name, files in (("chat", chat()), ("embedding", embedding())):
        for path, content in files.items():
            target = pathlib.Path(directory, name, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


main(sys.argv[1])
