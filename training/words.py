"""The words that the lessons use, the tests of what the model knows, and the texts it is asked."""

# the first 20 pairs give the direction, the next 40 of which both are single tokens test it
PLURALS = """cat cats|dog dogs|horse horses|cow cows|bird birds|king kings|boy boys
girl girls|tree trees|house houses|door doors|book books|letter letters|word words|river rivers
mountain mountains|hand hands|eye eyes|day days|friend friends|queen queens|man men|woman women
child children|brother brothers|sister sisters|son sons|daughter daughters|mother mothers
father fathers|teacher teachers|soldier soldiers|doctor doctors|ship ships|boat boats|car cars
train trains|road roads|street streets|city cities|town towns|village villages|country countries
star stars|stone stones|flower flowers|apple apples|egg eggs|table tables|chair chairs
window windows|wall walls|garden gardens|field fields|hill hills|foot feet|tooth teeth
leaf leaves|knife knives|wolf wolves|arm arms|leg legs|finger fingers|ear ears|year years
month months|hour hours|minute minutes|story stories|song songs|game games|idea ideas"""

# the first 8 pairs give the direction, the next 10 test it
GENDERS = """man woman|boy girl|he she|father mother|son daughter|brother sister|uncle aunt|his her
king queen|prince princess|husband wife|himself herself|gentleman lady|grandfather grandmother
nephew niece|emperor empress|actor actress|duke duchess|lord lady|wizard witch|hero heroine"""

# a, b, c, expected: a - b + c should be near the fourth word
FAMILY = """father man woman mother|uncle man woman aunt|brother man woman sister
son boy girl daughter|prince man woman princess|husband man woman wife|nephew man woman niece
grandfather man woman grandmother"""

CAPITALS = """Paris France Germany Berlin|Rome Italy France Paris|Berlin Germany Italy Rome
London England France Paris|Paris France England London|Paris France Russia Moscow
Rome Italy Greece Athens|Moscow Russia Germany Berlin|Vienna Austria Italy Rome
Athens Greece Russia Moscow"""

NEIGHBOURS = "king cat tower three mother France red Monday happy run doctor water".split()

FACTS = """The capital of France is| Paris
The capital of Italy is| Rome
The capital of Germany is| Berlin
The capital of Russia is| Moscow
The capital of Greece is| Athens
Paris is the capital of| France
In Germany people speak| German
In France people speak| French
The opposite of hot is| cold
The opposite of big is| small
The opposite of good is| bad
The opposite of up is| down
The opposite of black is| white
Two plus two is| four
Three plus four is| seven
Five plus one is| six
One, two, three,| four
Five, six, seven,| eight
The day after Monday is| Tuesday
The month after March is| April
The king and the| queen
The prince and the| princess
My mother and my| father
Ladies and| gentlemen
The sky is| blue
The grass is| green
The snow is| white
A banana is| yellow
A young dog is called a| puppy
A young cat is called a| kitten
One cat, two| cats
One man, two| men
A spider has eight| legs
A week has seven| days
A year has twelve| months
Bread is made from| flour
Once upon a| time
The sun rises in the| east
We see with our| eyes
Birds fly in the| sky"""

SENSES = {
    "bank": ("The boat lay on the river bank", "He took his money out of the bank"),
    "spring": ("The flowers bloom in the spring", "The lid is held down by a metal spring"),
    "rose": ("In the garden grew a red rose", "The man took his hat and rose"),
    "light": ("The lamp gave a bright light", "The empty box was very light"),
    "match": ("He lit the candle with a match", "Our team won the football match"),
    "ring": ("On her finger was a gold ring", "I heard the telephone ring"),
    "left": ("He raised his right hand and then his left", "They had packed their things and left"),
    "fair": ("We bought toys at the country fair", "That is not right and it is not fair"),
    "second": ("He waited a minute and a second", "The first was good and so was the second"),
    "kind": ("She was good to us and very kind", "I had never seen a thing of that kind"),
}

PROMPTS = ("Once upon a time, there was a", "The king and the queen", "The capital of France is")

# Words for the course's maps: groups that should lie together.
GROUPS = {
    "animals": """cat dog horse cow sheep pig bird fish wolf fox bear lion tiger mouse rabbit
        duck snake elephant monkey frog""",
    "animals, plural": """cats dogs horses cows birds wolves lions mice rabbits ducks snakes
        monkeys frogs bees ants""",
    "family": """mother father sister brother son daughter uncle aunt husband wife grandmother
        grandfather child baby cousin nephew niece parents""",
    "royal": "king queen prince princess emperor duke lord lady knight crown palace castle throne",
    "people": "man woman boy girl men women boys girls children doctor teacher soldier farmer king",
    "countries": """France Germany Italy Spain England Russia China Japan India Egypt Greece Turkey
        Mexico Canada Brazil America Ireland Scotland""",
    "cities": """Paris London Rome Berlin Madrid Moscow Athens Vienna Tokyo Cairo Dublin Lisbon""",
    "numbers": """one two three four five six seven eight nine ten eleven twelve twenty thirty
        hundred thousand""",
    "colours": "red blue green yellow white black brown grey pink purple orange golden",
    "days and months": """Monday Tuesday Wednesday Thursday Friday Saturday Sunday January March
        April June July August September October""",
    "body": "hand foot head eye ear nose mouth arm leg finger face hair heart",
    "feelings": "happy sad angry afraid glad proud lonely tired hungry love hate fear joy",
    "verbs": "run walk go come see look hear say speak eat drink sleep give take make",
    "verbs, past": "ran walked went came saw looked heard said spoke ate slept gave took made",
}


def rows(table: str) -> list[list[str]]:
    """The rows of a table, which end with | or with the line, cut into words."""
    return [row.split() for row in table.replace("\n", "|").split("|")]


def pairs(table: str) -> list[tuple[str, str]]:
    """The rows of a table of two columns."""
    return [(first, second) for first, second in rows(table)]


def facts() -> list[tuple[str, str]]:
    """Beginnings, and the token that should follow each."""
    return [
        (text, answer) for text, _, answer in (line.partition("|") for line in FACTS.splitlines())
    ]


def lesson_words() -> list[str]:
    """Every word above that should be a token of its own, once, in order."""
    groups = [word for text in GROUPS.values() for word in text.split()]
    tables = [
        word
        for table in (PLURALS, GENDERS, FAMILY, CAPITALS)
        for row in rows(table)
        for word in row
    ]
    return list(dict.fromkeys([*groups, *tables, *NEIGHBOURS]))


def map_words() -> list[str]:
    """The 200 words whose places the history records."""
    return list(dict.fromkeys(word for text in GROUPS.values() for word in text.split()))[:200]
