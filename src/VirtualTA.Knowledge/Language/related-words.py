"""Builds Language/related-words.txt from the WordNet 3.1 database files.

Usage: python3 related-words.py WORDNET_DICT_FOLDER > related-words.txt
"""
import collections, os, sys

folder = sys.argv[1]
POS = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
SENSE = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}
count = collections.Counter()
senses = collections.defaultdict(list)  # (word, pos) -> [(sense number, tag count, offset)]
for line in open(os.path.join(folder, "index.sense"), encoding="ascii"):
    key, offset, number, tags = line.split()
    word, rest = key.split("%")
    if not word.isalpha() or len(word) < 2:
        continue
    senses[word, SENSE[rest[0]]].append((int(number), int(tags), offset))
    count[word, SENSE[rest[0]]] += int(tags)

members, pointers = {}, {}
for pos, name in POS.items():
    for line in open(os.path.join(folder, "data." + name), encoding="ascii"):
        if line.startswith(" "):
            continue
        parts = line.split("|")[0].split()
        offset, n = parts[0], int(parts[3], 16)
        words = [parts[4 + 2 * i].split("(")[0] for i in range(n)]
        members[pos, offset] = words
        at = 4 + 2 * n
        found = []
        for i in range(int(parts[at])):
            symbol, target, target_pos, lexical = parts[at + 1 + 4 * i:at + 5 + 4 * i]
            found.append((symbol, target, "a" if target_pos == "s" else target_pos, int(lexical[:2], 16), int(lexical[2:], 16)))
        pointers[pos, offset] = found

total = collections.Counter()
for (word, pos), n in count.items():
    total[word] += n
KINDS = {"@": 2, "~": 2, "&": 3, "=": 4, ">": 3, "*": 3, "$": 3, "#p": 5, "%p": 5}
LEAST_SENSE = 0.12


def share(word, pos, offset):
    n = total[word]
    for number, tags, where in senses[word, pos]:
        if where == offset:
            return (tags + 0.3) / (n + 0.3 * 4) if n else 1.0 / number / 2
    return 0


def usable(word):
    return word.isalpha() and word.islower() and (total[word] >= 1)


out = []
for word in sorted(total):
    if total[word] < 1:
        continue
    related = {}

    def add(other, strength):
        if usable(other) and other != word:
            related[other] = max(related.get(other, 0), strength)

    for pos in POS:
        for number, tags, offset in senses.get((word, pos), []):
            own = share(word, pos, offset)
            if own < LEAST_SENSE:
                continue
            for other in members[pos, offset]:
                add(other, min(1, own + 0.3) * min(1, share(other, pos, offset) + 0.3))
            for symbol, target, target_pos, source, which in pointers[pos, offset]:
                there = members[target_pos, target]
                if symbol == "+" and members[pos, offset][source - 1] == word:
                    add(there[which - 1], min(1, own + 0.5) * min(1, share(there[which - 1], target_pos, target) + 0.5))
                elif symbol in KINDS and own >= 0.25:
                    for other in there:
                        strength = own * share(other, target_pos, target) * {2: 0.45, 3: 0.8, 4: 1.0, 5: 0.5}[KINDS[symbol]]
                        add(other, strength)
    best = sorted(((s, w) for w, s in related.items() if s >= 0.2), reverse=True)[:9]
    dominant = max(POS, key=lambda p: count[word, p])
    level = min(9, total[word].bit_length() - 1)
    out.append(f"{word} {dominant}{level} " + " ".join(f"{w}{min(9, int(s * 10))}" for s, w in best))
print("\n".join(l.rstrip() for l in out))
