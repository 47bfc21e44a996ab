import pytest

from models.tts.phonemes.japanese import pronounce_kana
from models.tts.phonemes.vocabulary import VOCABULARY, phonemize, tokenize

SENTENCES = {
    "en-us": "The quick brown fox can't judge my daughter's vision while eating a bottle of fresh cheese",
    "en-gb": "The quick brown fox can't judge my daughter's vision while eating a bottle of fresh cheese",
    "es": "El veloz murciélago hindú comía feliz cardillo y kiwi mientras la cigüeña tocaba el saxofón",
    "fr": "Portez ce vieux whisky au juge blond qui fume un bon vin dans un jardin près de la montagne",
    "hi": "ऋषियों को सताने वाले दुष्ट राक्षसों के राजा रावण का सर्वनाश करने वाले",
    "it": "Ma la volpe col suo balzo ha raggiunto il quieto Fido e gli gnocchi della zia sono già pronti",
    "ja": "東京の天気は晴れで、きょうはコンピューターの会社へ三本のペンを買いに行きました",
    "pt-br": "À noite o vovô Kowalsky vê o ímã cair no pé do pinguim queixoso e a mãe não põe açúcar",
    "zh": "今天天气很好我们去公园吃热饭儿子女儿四十二只老虎绿草知识日出词语资料春雨",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_every_phoneme_is_in_the_models_alphabet(language: str) -> None:
    spoken = phonemize(SENTENCES[language], language)
    assert len(spoken) > 40
    assert set(spoken) - VOCABULARY.keys() == set()


@pytest.mark.parametrize(
    ("language", "text", "phonemes"),
    [
        ("en-us", "I bought a better day", "ˌI bˈɔt ə bˈɛTəɹ dˈA"),
        ("en-gb", "over there", "ˌQvə ðˈɛː"),
        ("ja", "東京へ行きました", "toːkʲoː e ikʲi maɕi ta"),
        ("zh", "你好世界", "ni↓xau↓ ʂɨ↘ʨje↘"),
        ("zh", "我用Google", "wo↓jʊ↘ŋ ɡˈuɡᵊl"),
    ],
)
def test_phonemes(language: str, text: str, phonemes: str) -> None:
    assert phonemize(text, language) == phonemes


@pytest.mark.parametrize(
    ("kana", "phonemes"),
    [
        ("キャット", "kʲaʔto"),
        ("ファミリー", "ɸamʲiɾʲiː"),
        ("シンブン", "ɕimbɯɴ"),
        ("パーティー", "paːtʲiː"),
        ("チェック", "ʨeʔkɯ"),
        ("ヴァイオリン", "vaioɾʲiɴ"),
        ("サンネン", "sanneɴ"),
    ],
)
def test_kana(kana: str, phonemes: str) -> None:
    assert pronounce_kana(kana) == phonemes


def test_unknown_symbols_are_left_out() -> None:
    assert tokenize("a§b") == [VOCABULARY["a"], VOCABULARY["b"]]


def test_the_pronoun_i_is_stressed_so_that_it_is_heard() -> None:
    assert phonemize("so I can", "en-us").startswith("sˌO ˌI k")
    assert phonemize("I'm sure", "en-us").startswith("ˌIm ")
    assert "ˌI" not in phonemize("my eye", "en-us")
