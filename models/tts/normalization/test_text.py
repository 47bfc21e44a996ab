import pytest

from models.tts.normalization.text import normalize

ENGLISH = [
    # Titles, streets, abbreviations
    ("Dr. Smith met Mrs. Jones.", "Doctor Smith met Missus Jones."),
    ("Mr Jones is in.", "Mister Jones is in."),
    ("He lives on Baker St. He works.", "He lives on Baker Street. He works."),
    ("St. John is on Elm St. in town.", "Saint John is on Elm Street in town."),
    ("Bring fruit, e.g. apples, pears, etc.", "Bring fruit, for example apples, pears, et cetera."),
    ("It rained, i.e. we stayed.", "It rained, that is we stayed."),
    ("See No. 5 and #7.", "See number five and number seven."),
    ("Acme Inc. sells.", "Acme Incorporated sells."),
    ("Made in the U.S. by hand.", "Made in the US by hand."),
    # Numbers
    ("I have 3 cats.", "I have three cats."),
    ("1,234 people", "one thousand two hundred and thirty-four people"),
    ("Pi is 3.14159.", "Pi is three point one four one five nine."),
    ("Agent 007", "Agent zero zero seven"),
    ("It is -5 outside.", "It is minus five outside."),
    (
        "12345678901234567",
        "one two three four five six seven eight nine zero one two three four five six seven",
    ),
    ("version 1.2.3", "version one point two point three"),
    ("GPT-4 and MP3", "GPT four and MP three"),
    ("code ABC-1234", "code ABC one two three four"),
    ("10-20 pages", "ten to twenty pages"),
    ("The 1st, 22nd and 103rd.", "The first, twenty-second and one hundred and third."),
    ("1/2 cup, 3/4 cup, 2/3 cup", "one half cup, three quarters cup, two thirds cup"),
    ("open 24/7", "open twenty-four seven"),
    ("won 2:1", "won two to one"),
    # Years and dates
    ("In 1984 and 2024.", "In nineteen eighty-four and twenty twenty-four."),
    ("the 1990s and the '80s", "the nineteen nineties and the eighties"),
    ("1500 people came", "one thousand five hundred people came"),
    ("March 5, 2024", "March fifth, twenty twenty-four"),
    ("5 May 1999", "the fifth of May nineteen ninety-nine"),
    ("on the 3rd of June", "on the third of June"),
    ("2024-03-05", "March fifth, twenty twenty-four"),
    ("12/25/2023", "December twenty-fifth, twenty twenty-three"),
    # Times
    ("at 3:30 pm.", "at three thirty PM."),
    ("at 9:05", "at nine oh five"),
    ("at 12:00", "at twelve o'clock"),
    ("until 5 p.m. Then go.", "until five PM. Then go."),
    ("8 a.m. tomorrow", "eight AM tomorrow"),
    # Money
    ("$1", "one dollar"),
    ("$12.50", "twelve dollars and fifty cents"),
    ("$1,234.56", "one thousand two hundred and thirty-four dollars and fifty-six cents"),
    ("$0.99", "ninety-nine cents"),
    ("$3.5 billion", "three point five billion dollars"),
    ("$5M", "five million dollars"),
    ("£20 or 20 €", "twenty pounds or twenty euros"),
    # Telephone numbers
    ("(555) 123-4567", "five five five, one two three, four five six seven"),
    ("555-1234", "five five five, one two three four"),
    ("+44 20 7946 0958", "plus four four, two zero, seven nine four six, zero nine five eight"),
    # Measures and signs
    ("5% of it", "five percent of it"),
    ("12 km at 60 mph", "twelve kilometers at sixty miles per hour"),
    ("1 kg", "one kilogram"),
    ("-5°C", "minus five degrees Celsius"),
    ("16GB", "sixteen gigabytes"),
    ("salt & pepper", "salt and pepper"),
    ("2 + 2 = 4", "two plus two equals four"),
    ("mail joe@mail.org", "mail joe at mail dot org"),
    ("see https://www.example.com/docs.", "see example dot com slash docs."),
    # What nobody speaks
    ("**Bold** and `code` 😀", "Bold and code"),
    ("# Title\n- one\n- two", "Title\none\ntwo"),
    ("[a link](http://x.y/z)", "a link"),
    ("Well (really) fine", "Well, really, fine"),
    ("Wait... what?!", "Wait… what?!"),
    ("a\x00b\x1bc\u200b", "a b c"),
    ("“Quoted” – it’s so", "Quoted — it's so"),
    ("?!… 😀 ***", "?!…"),
    ("", ""),
]

OTHERS = [
    ("en-gb", "on 3/5/2024", "on May third, twenty twenty-four"),
    (
        "es",
        "El Sr. Pérez pagó 1.234,50 €.",
        "El señor Pérez pagó mil doscientos treinta y cuatro euros con cincuenta.",
    ),
    ("es", "el 5/3/2024 a las 15:30", "el cinco de marzo de dos mil veinticuatro a las quince treinta"),
    ("es", "un 25% de 3,5 kg", "un veinticinco por ciento de tres coma cinco kilos"),
    (
        "fr",
        "M. Dupont a payé 1 234,50 €.",
        "monsieur Dupont a payé mille deux cent trente-quatre euros cinquante.",
    ),
    ("fr", "le 1/5/2024 à 15h30", "le premier mai deux mille vingt-quatre à quinze heures trente"),
    ("fr", "le 2e de 80 à 25 %", "le deuxième de quatre-vingts à vingt-cinq pour cent"),
    ("it", "Il Sig. Rossi paga 12,50 €", "Il signor Rossi paga dodici euro e cinquanta"),
    ("it", "1° posto, 25%", "primo posto, venticinque per cento"),
    ("pt-br", "O Sr. Silva pagou R$ 12,50", "O senhor Silva pagou doze reais e cinquenta"),
    ("pt-br", "em 5/3/2024, 25%", "em cinco de março de dois mil e vinte e quatro, vinte e cinco por cento"),
    ("hi", "₹1,234 और २५%।", "1234 रुपये और 25 प्रतिशत."),
    ("ja", "2024-03-05、¥1,234です。50%！", "2024年3月5日, 1234円です. 50パーセント!"),
    ("zh", "2024-03-05，付了¥12.5，占25%。", "二零二四年三月五日, 付了十二点五元, 占百分之二十五."),
    ("zh", "电话13812345678。", "电话一三八一二三四五六七八."),
]


@pytest.mark.parametrize(("written", "spoken"), ENGLISH)
def test_english(written: str, spoken: str) -> None:
    assert normalize(written, "en-us") == spoken


@pytest.mark.parametrize(("language", "written", "spoken"), OTHERS)
def test_other_languages(language: str, written: str, spoken: str) -> None:
    assert normalize(written, language) == spoken


@pytest.mark.parametrize("language", ["en-us", "es", "ja", "zh", "hi"])
@pytest.mark.parametrize("character", ["1", "-", "(", "a.", "+1 ", " ", "$1,", "*"])
def test_repeated_characters_take_no_time(language: str, character: str) -> None:
    """Ten thousand of anything: a rule that backtracks would run for minutes."""
    normalize(character * (10_000 // len(character)), language)
