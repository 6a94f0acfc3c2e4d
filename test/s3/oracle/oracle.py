"""What an S3 server really does, tried by hand with boto3. Shares no code with smoke, so that it can be its judge.

usage: oracle.py features [BUCKET]         JSON {"before": snapshot, "features": {id: {"state": ..., "seen": ...}}};
                                           with BUCKET, only inside it
       oracle.py snapshot                  JSON of every bucket with its versions, objects and unfinished uploads
       oracle.py make BUCKET [versioned]   a bucket with two objects that nobody else may touch
       oracle.py remove [PREFIX]           every bucket whose name begins so, with all that is in it

Endpoint and key come from S3_ENDPOINT, S3_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY.
"""

import json
import sys
from uuid import uuid4

import contents
import described
import names
import objects
import settings
from client import judge, make_bucket, must, refused, s3
from place import Place


def create_bucket(name):
    make_bucket(name)
    must(name in contents.names(), "not listed")


def delete_bucket(name):
    s3.delete_bucket(Bucket=name)
    must(refused(lambda: s3.head_bucket(Bucket=name), 404), "still there after the delete")


def features(bucket=None):
    """Every feature; in a given bucket only what changes none of its settings."""
    before = contents.snapshot()
    found, made = {"list-buckets": judge(s3.list_buckets)}, []
    prefix = f"by-hand-{uuid4().hex[:8]}/"

    def new_bucket():
        made.append(f"by-hand-{uuid4().hex[:20]}")
        return made[-1]

    def on_own_bucket(feature, **more):
        name = new_bucket()
        make_bucket(name, **more)
        feature(Place(name, prefix))

    try:
        if bucket is None:
            first = new_bucket()
            found["create-bucket"] = judge(lambda: create_bucket(first))
            found["delete-bucket"] = judge(lambda: delete_bucket(first))
            place = Place(new_bucket(), "")
            make_bucket(place.bucket)
        else:
            place = Place(bucket, prefix)
        for name, feature in {**objects.FEATURES, **described.FEATURES, **names.FEATURES}.items():
            found[name] = judge(lambda: feature(place))
        for name, feature in settings.FEATURES.items() if bucket is None else ():
            lock = {"ObjectLockEnabledForBucket": True} if name == "object-lock" else {}
            found[name] = judge(lambda: on_own_bucket(feature, **lock))
    finally:
        for name in made:
            contents.remove_bucket(name)
        if bucket is not None:
            contents.empty(bucket, prefix)
    return {"before": before, "features": found}


VERBS = {
    "features": features,
    "snapshot": contents.snapshot,
    "make": contents.make,
    "remove": contents.remove,
}

if __name__ == "__main__":
    print(json.dumps(VERBS[sys.argv[1]](*sys.argv[2:])))
