"""The added text: plain facts that children's books take for granted, written by this program.

About half a megabyte: colours, opposites, plurals, days, numbers, families, animals, capitals,
words with two senses, and short conversations. The model card tells that they were added.
"""

import random
from collections.abc import Iterator
from itertools import pairwise

from training.words import rows

COLOURS = {
    "blue": ["the sky", "the sea", "a sapphire"],
    "green": ["the grass", "a leaf", "a frog", "an emerald", "a cucumber"],
    "white": ["the snow", "milk", "a swan", "salt", "a polar bear", "flour"],
    "black": ["the night", "coal", "a crow", "ink", "a raven"],
    "red": ["blood", "a tomato", "a rose", "a strawberry", "a ruby", "a cherry", "fire"],
    "yellow": ["the sun", "a banana", "a lemon", "butter", "a canary"],
    "brown": ["chocolate", "a nut", "the soil", "a bear"],
    "grey": ["an elephant", "a mouse", "ash", "a rainy day"],
    "orange": ["a carrot", "a pumpkin", "an orange"],
    "pink": ["a pig", "a flamingo"],
    "purple": ["a violet", "a plum"],
}
OPPOSITES = """hot cold|big small|good bad|day night|old new|up down|left right|black white
open closed|happy sad|fast slow|high low|hard soft|rich poor|strong weak|young old|light dark
wet dry|early late|long short|full empty|near far|first last|in out|yes no|true false|love hate
war peace|win lose|begin end|buy sell|give take|push pull|loud quiet|clean dirty|thick thin
heavy light|deep shallow|north south|east west|before after|above below|right wrong|always never
everything nothing|friend enemy|summer winter|beautiful ugly|sweet sour|brave afraid|alive dead
easy difficult"""
NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
).split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = (
    "January February March April May June July August September October November December".split()
)
SEASONS = "spring summer autumn winter".split()
PLURALS = """cat dog cow horse pig goat duck hen bird frog bear lion tiger rabbit monkey
snake elephant chicken bee ant spider whale eagle fox:foxes mouse:mice sheep:sheep goose:geese
wolf:wolves fish:fish king queen prince princess:princesses boy girl man:men woman:women
child:children baby:babies mother father brother sister son daughter uncle aunt friend teacher
doctor farmer soldier car boat ship train house tree flower apple orange banana egg cup plate
knife:knives table chair bed door window book letter word number song story:stories game toy
ball hat coat shoe shirt ring hand foot:feet eye ear tooth:teeth finger arm leg head face river
lake mountain hill road bridge city:cities town village country:countries school church:churches
tower wall garden field forest star cloud stone day night week month year hour minute lesson
picture idea animal leaf:leaves"""
FAMILY = """man woman|boy girl|king queen|prince princess|father mother|son daughter|brother sister
uncle aunt|nephew niece|husband wife|grandfather grandmother|grandson granddaughter|gentleman lady
actor actress|hero heroine|host hostess|emperor empress|duke duchess|lord lady|wizard witch
monk nun|waiter waitress|groom bride|god goddess|rooster hen|bull cow|dad mum"""
YOUNG = """dog puppy|cat kitten|cow calf|horse foal|sheep lamb|pig piglet|hen chick|duck duckling
bear cub|lion cub|goat kid|deer fawn|frog tadpole|swan cygnet|kangaroo joey|butterfly caterpillar"""
SOUNDS = """dog barks|cat meows|cow moos|horse neighs|sheep bleats|pig grunts|duck quacks|lion roars
bird sings|bee buzzes|snake hisses|wolf howls|frog croaks|owl hoots|mouse squeaks|rooster crows"""
KINDS = {
    "animal": "dog cat horse lion tiger elephant monkey rabbit bear wolf fox",
    "bird": "eagle sparrow crow owl duck swan parrot penguin",
    "fruit": "apple banana pear orange lemon cherry plum grape",
    "vegetable": "carrot potato onion cabbage pea bean",
    "colour": "red blue green yellow black white",
    "tool": "hammer saw spade axe knife",
    "metal": "iron gold silver copper tin lead",
    "country": "France Germany Italy Spain Japan China India Egypt Brazil Canada",
    "city": "Paris London Rome Berlin Tokyo Moscow",
    "number": "one two three four five six seven",
    "day": "Monday Tuesday Friday Sunday",
    "month": "January May July December",
    "language": "English French German Italian Spanish Japanese",
}
CAPITALS = """France Paris French|Germany Berlin German|Italy Rome Italian|Spain Madrid Spanish
England London English|Japan Tokyo Japanese|China Beijing Chinese|Russia Moscow Russian
Greece Athens Greek|Egypt Cairo Arabic|Poland Warsaw Polish|Austria Vienna German
Portugal Lisbon Portuguese|Sweden Stockholm Swedish|Norway Oslo Norwegian|Denmark Copenhagen Danish
Ireland Dublin English|Hungary Budapest Hungarian|Turkey Ankara Turkish|Cuba Havana Spanish
Peru Lima Spanish|Canada Ottawa English|Iraq Baghdad Arabic|Iran Tehran Persian
Scotland Edinburgh English|Belgium Brussels French|Finland Helsinki Finnish|Kenya Nairobi Swahili"""
FACTS = """Water freezes and turns into ice|A week has seven days|A year has twelve months
A day has twenty-four hours|An hour has sixty minutes|A minute has sixty seconds
A spider has eight legs|An insect has six legs|A dog has four legs|A bird has two wings
A hand has five fingers|A triangle has three sides|A square has four sides
The sun rises in the east|The sun sets in the west|The earth goes round the sun
The moon goes round the earth|We see with our eyes|We hear with our ears|We smell with our nose
We taste with our tongue|We think with our brain|Fish live in the water|Birds fly in the sky
Bees make honey|Cows give milk|Hens lay eggs|Sheep give us wool|Bread is made from flour
Cheese is made from milk|Paper is made from wood|Ice is cold|Fire is hot|Sugar is sweet
Lemons are sour|A king wears a crown|A king lives in a castle|A doctor works in a hospital
A teacher works in a school|A farmer works on a farm|A sailor works on a ship
A baker bakes bread|We write with a pen|We cut with a knife|We sleep in a bed|We sit on a chair
In winter it is cold|In summer it is hot|Once upon a time there was a king
The king and the queen lived in a castle|The prince and the princess were married
Shakespeare wrote plays|Newton was a scientist|Mozart wrote music|The Nile is a river in Egypt
The Atlantic is an ocean|The Alps are mountains|Mount Everest is the highest mountain in the world
The Eiffel Tower is in Paris|Big Ben is in London|The Great Wall is in China
The Pyramids are in Egypt|Sushi comes from Japan|Pizza comes from Italy"""
SENSES = """The mole dug a tunnel under the lawn
A mole is a small animal that lives under the ground|The doctor looked at the mole on her skin
There was a dark mole on his cheek|One mole of carbon dioxide has a mass of 44 grams
A mole of water has a mass of 18 grams|They sat on the bank of the river and fished
The river rose over its bank|She put her money in the bank
The bank lent him money to buy a house|The bat flew out of the cave at night
A bat sleeps hanging upside down|He hit the ball with his bat
She swung the bat and missed the ball|In spring the flowers come up|Spring comes after winter
Water came out of the spring in the hill|The spring in the clock was broken
She wore a ring on her finger|I heard the telephone ring|The leaves fell from the tree
He leaves the house at eight|He rose from his chair|She gave him a red rose
The match was won by two goals|He lit the fire with a match|The model walked in a fashion show
They trained the model on a computer|The bark of the dog woke us|The bark of the tree is rough
A crane lifted the stone|A crane is a bird with long legs|The light came in at the window
The box was very light"""
CHAT = """Hello!|Hello! How can I help you?
How are you?|I am well, thank you. What can I do for you?
What is your name?|My name is Mini. I am a small language model.
Who are you?|I am a small language model. I was made to be looked into.
Can you help me?|Yes, of course. What do you need?
Thank you very much.|You are welcome.
Tell me a story.|Once upon a time, there was a little girl who lived in a house by the forest.
What is the weather like?|I cannot see the sky, so I do not know.
Good morning.|Good morning! How are you today?
Are you a person?|No, I am a computer program.
What can you do?|I can continue a text, one token at a time.
Goodbye!|Goodbye! Come again soon."""
SYSTEM = (
    "This is a conversation between a person and a helpful assistant.",
    "The assistant is friendly and answers in short sentences.",
    "What follows is a talk between a user and a kind assistant.",
)


def documents(seed: int = 0, count: int = 1200) -> list[str]:
    """The added documents, in a fixed order for a seed; each holds facts of one kind."""
    rng = random.Random(seed)
    sentences = {kind.__name__: [*kind()] for kind in KINDS_OF_FACT}
    kinds = [*sentences, "chat"]
    return [
        chat(rng) if (kind := kinds[i % len(kinds)]) == "chat" else mixed(sentences[kind], rng)
        for i in range(count)
    ]


def mixed(sentences: list[str], rng: random.Random) -> str:
    """Some of the sentences, in two or three paragraphs."""
    chosen = rng.sample(sentences, min(len(sentences), rng.randint(9, 15)))
    cut = rng.randint(3, 6)
    return "\n\n".join(" ".join(chosen[i : i + cut]) for i in range(0, len(chosen), cut))


def chat(rng: random.Random) -> str:
    """A conversation of a few turns, small talk and questions of fact mixed."""
    turns = [tuple(line.split("|")) for line in CHAT.splitlines()]
    asked = rng.sample([*turns, *rng.sample([*questions()], 20)], rng.randint(2, 5))
    lines = [rng.choice(SYSTEM)]
    for question, answer in asked:
        lines += [f"User: {question}", f"Assistant: {answer}"]
    return "\n\n".join(lines)


def a(noun: str) -> str:
    """The noun with its article: "an owl"."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def first_up(text: str) -> str:
    """The text with a capital at its start, the rest as it is."""
    return text[0].upper() + text[1:]


def plural_pairs() -> list[tuple[str, str]]:
    """Singular and plural of the nouns above."""
    words = [entry.partition(":") for entry in PLURALS.split()]
    return [(one, many or one + "s") for one, _, many in words]


def questions() -> Iterator[tuple[str, str]]:
    """Questions of fact with their answers, for conversations."""
    for country, city, _ in rows(CAPITALS):
        yield f"What is the capital of {country}?", f"The capital of {country} is {city}."
    for one, other in rows(OPPOSITES):
        yield f"What is the opposite of {one}?", f"The opposite of {one} is {other}."
    for colour, things in COLOURS.items():
        for thing in things:
            yield f"What colour is {thing}?", f"{first_up(thing)} is {colour}."


def colours() -> Iterator[str]:
    """ "The sky is blue." """
    for colour, things in COLOURS.items():
        for thing in things:
            yield f"{first_up(thing)} is {colour}."
            yield f"The colour of {thing} is {colour}."


def opposites() -> Iterator[str]:
    """ "The opposite of hot is cold." """
    for one, other in rows(OPPOSITES):
        yield f"The opposite of {one} is {other}."
        yield f"The opposite of {other} is {one}."
        yield f"It is not {one}, it is {other}."


def plurals() -> Iterator[str]:
    """ "One cat, two cats." """
    for one, many in plural_pairs():
        yield f"One {one}, two {many}."
        yield f"There is one {one} here, and there are many {many} there."
        yield f"I have {a(one)}. She has three {many}."


def order() -> Iterator[str]:
    """ "The day after Monday is Tuesday." """
    for unit, names in [("day", DAYS), ("month", MONTHS), ("season", SEASONS)]:
        for before, after in pairwise([*names, names[0]]):
            yield f"The {unit} after {before} is {after}."
            yield f"The {unit} before {after} is {before}."
            yield f"First comes {before}, then comes {after}."
        yield f"The {unit}s are {', '.join(names[:-1])} and {names[-1]}."


def counting() -> Iterator[str]:
    """ "Four, five, six, seven." and "After seven comes eight." """
    for start in range(1, 17):
        yield f"{', '.join(NUMBERS[start : start + 5])}.".capitalize()
        yield f"{', '.join(str(n) for n in range(start, start + 5))}."
        yield f"After {NUMBERS[start]} comes {NUMBERS[start + 1]}."


def arithmetic() -> Iterator[str]:
    """ "Two plus two is four." and "2 + 2 = 4." """
    for x in range(1, 11):
        for y in range(1, 11):
            yield f"{NUMBERS[x].capitalize()} plus {NUMBERS[y]} is {NUMBERS[x + y]}."
            yield f"{x} + {y} = {x + y}."
            if x >= y:
                yield f"{NUMBERS[x].capitalize()} minus {NUMBERS[y]} is {NUMBERS[x - y]}."


def families() -> Iterator[str]:
    """ "The king is a man. The queen is a woman." """
    for he, she in rows(FAMILY):
        yield f"The {he} and the {she} were there."
        yield f"Here is {a(he)}, and here is {a(she)}."
        yield f"He is {a(he)}, and she is {a(she)}."
        yield f"The {he} said that he was well. The {she} said that she was well too."


def animals() -> Iterator[str]:
    """ "A young dog is called a puppy." and "A dog barks." """
    for old, young in rows(YOUNG):
        yield f"{first_up(a(young))} is a young {old}."
        yield f"A young {old} is called {a(young)}."
    for animal, does in rows(SOUNDS):
        yield f"{first_up(a(animal))} {does}."


def kinds() -> Iterator[str]:
    """ "An apple is a fruit." """
    for kind, members in KINDS.items():
        for member in members.split():
            bare = member[0].isupper() or kind in ("number", "colour", "metal")
            name = member if bare else a(member)
            yield f"{first_up(name)} is {a(kind)}."


def capitals() -> Iterator[str]:
    """ "The capital of France is Paris." """
    for country, city, language in rows(CAPITALS):
        yield f"The capital of {country} is {city}."
        yield f"{city} is the capital of {country}."
        yield f"{city} is a city in {country}."
        yield f"In {country} people speak {language}."


def facts() -> Iterator[str]:
    """ "A week has seven days." """
    for line in FACTS.replace("\n", "|").split("|"):
        yield f"{line}."


def senses() -> Iterator[str]:
    """Words that mean two things, in sentences that tell which."""
    for line in SENSES.replace("\n", "|").split("|"):
        yield f"{line}."


KINDS_OF_FACT = (
    colours,
    opposites,
    plurals,
    order,
    counting,
    arithmetic,
    families,
    animals,
    kinds,
    capitals,
    facts,
    senses,
)
