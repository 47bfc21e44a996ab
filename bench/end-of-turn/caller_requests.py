"""What callers say to an assistant, drawn from templates; bars mark where they would stop to think."""

import random
import re

SLOTS = {
    "who": ["my sister", "a friend of mine", "my boss", "Doctor Meyer", "the landlord", "Sam",
            "my daughter", "the front desk", "a technician", "somebody from sales"],
    "thing": ["order", "delivery", "subscription", "invoice", "router", "laptop", "washing machine",
              "booking", "contract", "prescription", "password", "insurance policy",
              "parking permit", "new phone"],
    "place": ["Berlin", "the airport", "Oak Street", "San Francisco", "the city centre", "Terminal two",
              "the main station", "Manchester", "my parents' house", "the second floor"],
    "day": ["Monday", "Tuesday morning", "next Friday", "tomorrow afternoon", "the third of May",
            "Saturday evening", "the end of the month", "next week"],
    "time": ["seven thirty", "noon", "half past four", "ten in the morning", "six", "a quarter to nine"],
    "count": ["two", "three", "four", "five", "six", "a dozen"],
    "food": ["a large pizza", "two coffees", "the vegetarian menu", "a salad without onions", "some soup"],
    "problem": ["stopped working", "arrived damaged", "keeps restarting", "was charged twice",
                "never showed up", "makes a strange noise", "does not turn on"],
    "device": ["lights", "heating", "television", "alarm", "music", "air conditioning"],
    "room": ["kitchen", "bedroom", "living room", "office", "garage", "hallway"],
    "name": ["Maria Gonzalez", "Peter Lindqvist", "Aisha Khan", "John Carpenter", "Laura Rossi",
             "Tom Becker"],
    "topic": ["the opening hours", "your return policy", "electric cars", "the weather at the coast",
              "the history of Rome", "health insurance", "the new tax rules", "black holes"],
    "reason": ["I have to work late", "my train was cancelled", "the card was declined", "I am moving house",
               "we changed our plans", "I lost the receipt", "it was too expensive"],
    "filler": ["um", "uh", "well", "so", "let me think", "hmm", "you know"],
    "digits3": ["five five five", "four one two", "nine oh seven", "two eight eight", "six three one"],
    "digits4": ["one two three four", "zero one nine nine", "eight six two five", "seven seven four oh"],
    "adjective": ["cheaper", "bigger", "faster", "quieter", "blue", "newer", "lighter"],
}  # fmt: skip

TEMPLATES = [
    "I would like to | book a table for | {count} on {day}.",
    "Can you tell me | where the {thing} is?",
    "Could you | please send the {thing} to | {who}?",
    "I am calling because | {reason}.",
    "My {thing} {problem}.",
    "My {thing} {problem} and | I would like | a refund.",
    "Is there a train to | {place} on {day}?",
    "Set an alarm for | {time}.",
    "Turn off the {device} in the | {room}.",
    "Please turn on the | {device}.",
    "What do you know about | {topic}?",
    "Tell me something about | {topic}.",
    "My name is | {name}.",
    "My number is | {digits3} | {digits4}.",
    "The number is {digits3}, | {digits3}, | {digits4}.",
    "It is {digits3} | {digits3} | {digits4}.",
    "The code is | {digits4}.",
    "{filler}, | I wanted to ask about | {topic}.",
    "{filler}, | is it possible to | change my {thing}?",
    "I need to | cancel my {thing} because | {reason}.",
    "If {reason}, | can I still | change the {thing}?",
    "When I opened the box, | the {thing} was | not there.",
    "I ordered {food} and | {filler} | {food}, please.",
    "I would like {food} | and {count} | bottles of water.",
    "We are looking for a | {adjective} {thing}.",
    "Do you have | something {adjective}?",
    "How much is the | {adjective} one?",
    "How long does it take to | get to {place}?",
    "What time does the | {room} open on | {day}?",
    "Remind me to | call {who} at | {time}.",
    "Can I | speak to {who}?",
    "I was wondering if | {who} could | call me back.",
    "I think | we should meet on | {day}.",
    "I have a question about | my {thing}.",
    "I have a question. | Can I return the | {thing}?",
    "{who} told me that | the {thing} would be ready by | {day}.",
    "The first one is | {adjective}, but | the second one is | {adjective}.",
    "Not {day}, | but {day}.",
    "I prefer the | {adjective} one.",
    "Please deliver it to | {place} before | {time}.",
    "I live in | {place}, near the | old bridge.",
    "What is the difference between | the {adjective} one and | the {adjective} one?",
    "So what I need is | a {adjective} {thing}.",
    "I tried to | reset the {thing}, but | it {problem}.",
    "Why was my {thing} | so late?",
    "Who do I call | about the {thing}?",
    "It was {filler} | about {count} weeks ago.",
    "Play some music in the | {room}, please.",
    "Add {food} to my | shopping list.",
    "What is the weather like in | {place} on | {day}?",
    "Yes, | {day} works for me.",
    "No, | I said {time}.",
    "Actually, | make it {time}.",
    "Thank you, | that was all.",
    "At {time}, | please.",
    "On {day}.",
    "Yes, please.",
    "No, thank you.",
    "The {adjective} one.",
    "For {count} people.",
    "{name}.",
    "That sounds good.",
    "I am not sure.",
    "Can you repeat that?",
    "What did you say?",
    "I don't | remember the | exact date.",
    "It depends on | the price and | the {thing}.",
    "Let me see, | I think it was | {day}.",
    "Would it be possible to | have {food} | without sugar?",
    "{who} and I | want to visit | {place} on {day}.",
]

ANSWERS = [
    "Yes.", "No.", "Yes, please.", "No, thanks.", "Sure.", "Okay.", "Correct.", "That's right.", "Exactly.",
    "Not yet.", "Tomorrow.", "Two.", "Maybe later.", "Thank you.", "Never mind.", "Hello.",
    "Yes, that's fine.", "I don't know.", "Of course.", "Goodbye.", "The second one.", "No, that's all.",
    "Absolutely.", "Yeah, sure.",
    "Both.", "At noon.", "Berlin.", "Three, please.", "Right.", "Hi there.", "Yes, I do.", "Nothing else.",
]  # fmt: skip
"""Whole turns of a word or two, which beginnings of longer ones look like."""


def draw_requests(generator: random.Random, count: int) -> list[tuple[str, str]]:
    """Different sentences with the template of each, which tells what must not be in two folds."""
    requests: dict[str, str] = {}
    for turn in range(count * 4):
        template = TEMPLATES[turn % len(TEMPLATES)]
        text = re.sub(r"\{(\w+)\}", lambda slot: generator.choice(SLOTS[slot[1]]), template)
        requests.setdefault(text[0].upper() + text[1:], template)
        if len(requests) == count:
            break
    return list(requests.items())
