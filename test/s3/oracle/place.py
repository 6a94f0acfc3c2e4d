"""Where a try takes place."""

from client import BODY, s3


class Place:
    """A bucket, and keys below a prefix in it."""

    def __init__(self, bucket, prefix):
        self.bucket = bucket
        self.prefix = prefix

    def key(self, name):
        return f"{self.prefix}{name}"

    def at(self, name):
        return {"Bucket": self.bucket, "Key": self.key(name)}

    def put(self, name, body=BODY, **more):
        return s3.put_object(**self.at(name), Body=body, **more)

    def has(self, name):
        """Whether a list shows it, byte by byte."""
        key = self.key(name)
        listed = s3.list_objects_v2(Bucket=self.bucket, Prefix=key).get("Contents", [])
        return key in [entry["Key"] for entry in listed]
