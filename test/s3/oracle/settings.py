"""Settings of a bucket: each is tried on a bucket of its own, and its effect is looked for."""

import base64
import hashlib
import json
import time

from client import BODY, ENDPOINT, Ignored, fetch, must, read, refused, s3


def versioning(place):
    s3.put_bucket_versioning(Bucket=place.bucket, VersioningConfiguration={"Status": "Enabled"})
    must(s3.get_bucket_versioning(Bucket=place.bucket).get("Status") == "Enabled", "stays off", Ignored)
    first = place.put("version", b"first")
    place.put("version", b"second")
    must(first.get("VersionId"), "no version id", Ignored)
    key = place.key("version")
    must(read(place.bucket, key, VersionId=first["VersionId"]) == b"first", "other bytes")
    must(len(s3.list_object_versions(Bucket=place.bucket, Prefix=key)["Versions"]) == 2, "not two versions")
    s3.delete_object(Bucket=place.bucket, Key=key)
    must(refused(lambda: read(place.bucket, key), 404), "still there after the delete")
    must(read(place.bucket, key, VersionId=first["VersionId"]) == b"first", "versions went with the object")


def lifecycle_rule(place, action):
    rule = {"ID": "by-hand", "Status": "Enabled", "Filter": {"Prefix": "x/"}, **action}
    s3.put_bucket_lifecycle_configuration(Bucket=place.bucket, LifecycleConfiguration={"Rules": [rule]})
    rules = s3.get_bucket_lifecycle_configuration(Bucket=place.bucket)["Rules"]
    must(rules, "no rule comes back", Ignored)
    for name, value in action.items():
        must(rules[0].get(name) == value, f"other rules: {rules}")
    must(rules[0].get("Filter", {}).get("Prefix", rules[0].get("Prefix")) == "x/", f"other keys: {rules}")


def lifecycle(place):
    lifecycle_rule(place, {"Expiration": {"Days": 7}})


def lifecycle_abort(place):
    lifecycle_rule(place, {"AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 3}})


def cors(place):
    origin = "https://by-hand.example"
    rule = {"AllowedMethods": ["GET"], "AllowedOrigins": [origin]}
    s3.put_bucket_cors(Bucket=place.bucket, CORSConfiguration={"CORSRules": [rule]})
    rules = s3.get_bucket_cors(Bucket=place.bucket)["CORSRules"]
    must(len(rules) == 1 and rules[0]["AllowedOrigins"] == [origin], f"other rules: {rules}")
    headers = {"Origin": origin, "Access-Control-Request-Method": "GET"}
    status, _, answer = fetch("OPTIONS", f"{ENDPOINT}/{place.bucket}/{place.key('asked')}", None, headers)
    must(status < 300 and answer["Access-Control-Allow-Origin"] in (origin, "*"), f"a browser gets {status}")


def bucket_policy(place):
    place.put("guarded")
    url = f"{ENDPOINT}/{place.bucket}/{place.key('guarded')}"

    def set_policy(effect):
        statement = {
            "Effect": effect,
            "Principal": {"AWS": ["*"]},
            "Action": ["s3:GetObject"],
            "Resource": [f"arn:aws:s3:::{place.bucket}/{place.key('guarded')}"],
        }
        s3.put_bucket_policy(Bucket=place.bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
        time.sleep(0.2)

    set_policy("Deny")
    kept = json.loads(s3.get_bucket_policy(Bucket=place.bucket)["Policy"])
    must(kept["Statement"][0]["Effect"] == "Deny", "another policy comes back")
    if refused(lambda: read(place.bucket, place.key("guarded")), 403):
        return
    # Some servers exempt the owner; a stranger is bound all the same.
    must(fetch("GET", url)[0] == 403, "anybody may read")
    set_policy("Allow")
    must(fetch("GET", url)[1] == BODY, "kept, but not heeded")


def object_lock(place):
    setting = s3.get_object_lock_configuration(Bucket=place.bucket)["ObjectLockConfiguration"]
    must(setting["ObjectLockEnabled"] == "Enabled", "stays off", Ignored)
    md5 = base64.b64encode(hashlib.md5(BODY).digest()).decode()
    held = {**place.at("held"), "VersionId": place.put("held", ContentMD5=md5)["VersionId"]}
    s3.put_object_legal_hold(**held, LegalHold={"Status": "ON"})
    try:
        must(refused(lambda: s3.delete_object(**held), 400, 403), "a held version is deleted", Ignored)
    finally:
        s3.put_object_legal_hold(**held, LegalHold={"Status": "OFF"})


FEATURES = {
    "versioning": versioning,
    "lifecycle": lifecycle,
    "lifecycle-abort": lifecycle_abort,
    "cors": cors,
    "bucket-policy": bucket_policy,
    "object-lock": object_lock,
}
