"""Unusual keys: put, get, list, delete."""

from client import BODY, judge, must, read, refused, s3

NAMES = {
    "spaces": " two  words ",
    "unicode": "grün/日本語",
    "emoji": "smoke 🚀",
    "plus": "a+b",
    "percent": "100%/a%2Fb%20c",
    "quotes": "it's \"quoted\" <&>",
    "punctuation": "!*'()@:,$=;&?#[]{}|^~`\\",
    "double-slash": "a//b",
    "trailing-slash": "folder/",
    "dots": "a/./b/../c",
    "newline": "a\nb",
}


def round_trip(place, name):
    try:
        place.put(name)
        must(read(place.bucket, place.key(name)) == BODY, "other bytes")
        must(place.has(name), "listed otherwise, or not at all")
    finally:
        # What no list shows, no cleaning finds.
        gone = judge(lambda: s3.delete_object(**place.at(name)))
    must(gone["state"] == "works", f"the delete: {gone}")
    must(refused(lambda: s3.head_object(**place.at(name)), 404), "still there after the delete")


def below(folder, name):
    return lambda place: round_trip(place, f"{folder}/{name}")


def leading_slash(place):
    round_trip(place, "/a")


def long(place):
    # 1,024 bytes in all, in steps that fit a file name of 255.
    name = "/".join(["k" * 90] * 12)
    round_trip(place, name[: 1024 - len(place.prefix)])


def long_part(place):
    # Without a folder of its own: a server that refuses it may have made the folder, which then lies there for ever.
    round_trip(place, "x" * 300)


def name_and_folder(place):
    place.put("both", b"above")
    place.put("both/below", b"below")
    must(read(place.bucket, place.key("both")) == b"above", "the upper one is replaced")
    must(read(place.bucket, place.key("both/below")) == b"below", "the lower one is replaced")


FEATURES = {
    **{f"name-{kind}": below(kind, name) for kind, name in NAMES.items()},
    "name-leading-slash": leading_slash,
    "name-long": long,
    "name-long-part": long_part,
    "name-and-folder": name_and_folder,
}
