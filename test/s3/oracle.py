"""What an S3 server really does, tried by hand with boto3. Shares no code with smoke, so that it can be its judge.

usage: oracle.py features [BUCKET]   JSON {id: {"state": ..., "seen": ...}}; with BUCKET, only inside it
       oracle.py snapshot            JSON of every bucket with its versions, objects and unfinished uploads
       oracle.py make BUCKET [versioned]   a bucket with two objects that nobody else may touch
       oracle.py remove [PREFIX]     every bucket whose name begins so, with all that is in it

Endpoint and key come from S3_ENDPOINT, S3_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY.
States: works; unsupported (refused, or taken and then ignored); denied; broken (taken, and what comes back is wrong).
"""

import base64
import hashlib
import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request
import zlib
from uuid import uuid4

import boto3
from awscrt import checksums
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

ENDPOINT = os.environ["S3_ENDPOINT"]
REGION = os.environ["S3_REGION"]
KEY_ID = os.environ["AWS_ACCESS_KEY_ID"]
SECRET = os.environ["AWS_SECRET_ACCESS_KEY"]

s3 = boto3.client(
    "s3",
    endpoint_url=ENDPOINT,
    region_name=REGION,
    aws_access_key_id=KEY_ID,
    aws_secret_access_key=SECRET,
    config=Config(
        signature_version="s3v4",
        s3={"addressing_style": "path"},
        retries={"max_attempts": 0},
        connect_timeout=5,
        read_timeout=20,
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    ),
)

BODY = b"0123456789 by hand"


class Ignored(Exception):
    """The server took it and did nothing."""


class Wrong(Exception):
    """The server took it and gave back something else."""


def must(condition, seen, kind=Wrong):
    if not condition:
        raise kind(seen)


def refused(call, *statuses):
    """Whether the server says no with one of these."""
    try:
        call()
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        if status in statuses:
            return True
        raise
    return False


def read(bucket, key, **more):
    return s3.get_object(Bucket=bucket, Key=key, **more)["Body"].read()


def make_bucket(name, **more):
    if REGION != "us-east-1":
        more["CreateBucketConfiguration"] = {"LocationConstraint": REGION}
    s3.create_bucket(Bucket=name, **more)


def b64(number, size):
    return base64.b64encode(number.to_bytes(size, "big")).decode()


def fetch(method, url, body=None, headers=None):
    # Without one of ours, urllib declares every body a form.
    headers = {"content-type": "application/octet-stream", **(headers or {})}
    request = urllib.request.Request(url, data=body, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read(), error.headers


class Trial:
    """One function per feature; each makes its own objects below a prefix of its own."""

    def __init__(self, bucket, prefix):
        self.bucket = bucket
        self.prefix = prefix

    def key(self, name):
        return f"{self.prefix}{name}"

    def put(self, name, body=BODY, **more):
        key = self.key(name)
        return key, s3.put_object(Bucket=self.bucket, Key=key, Body=body, **more)

    def at(self, name):
        return {"Bucket": self.bucket, "Key": self.key(name)}

    def put_object(self):
        key, answer = self.put("put")
        must(answer["ETag"], "no ETag")
        must(read(self.bucket, key) == BODY, "other bytes")

    def head_bucket(self):
        s3.head_bucket(Bucket=self.bucket)
        # Who may use one bucket only may learn of any other that it is not his, or nothing.
        must(refused(lambda: s3.head_bucket(Bucket=f"{self.bucket[:40]}-{uuid4().hex[:8]}"), 404, 403), "knows every name")

    def head(self):
        key, put = self.put("head", ContentType="text/x-by-hand")
        head = s3.head_object(**self.at("head"))
        must(head["ContentLength"] == len(BODY), "other length")
        must(head["ContentType"] == "text/x-by-hand", "other type")
        must(head["ETag"] == put["ETag"], "other ETag")
        must(refused(lambda: s3.head_object(**self.at("never")), 404), "finds what is not there")

    def get(self):
        key, _ = self.put("get")
        must(read(self.bucket, key) == BODY, "other bytes")
        must(refused(lambda: s3.get_object(**self.at("never")), 404), "finds what is not there")

    def range(self):
        self.put("range")
        answer = s3.get_object(**self.at("range"), Range="bytes=2-5")
        got = answer["Body"].read()
        must(got != BODY, "gives the whole object", Ignored)
        must(got == BODY[2:6], "other bytes")
        must(answer["ResponseMetadata"]["HTTPStatusCode"] == 206, "status is not 206")
        must(answer.get("ContentRange") == f"bytes 2-5/{len(BODY)}", "other Content-Range")

    def copy(self):
        key, _ = self.put("copied", Metadata={"made": "by-hand"})
        s3.copy_object(**self.at("copy"), CopySource={"Bucket": self.bucket, "Key": key})
        must(read(self.bucket, self.key("copy")) == BODY, "other bytes")
        must(s3.head_object(**self.at("copy"))["Metadata"] == {"made": "by-hand"}, "metadata lost")

    def multipart(self):
        at = self.at("multipart")
        parts = [os.urandom(5 * 1024 * 1024), b"the end"]
        upload = s3.create_multipart_upload(**at)["UploadId"]
        done = []
        for number, part in enumerate(parts, 1):
            answer = s3.upload_part(**at, UploadId=upload, PartNumber=number, Body=part)
            done.append({"PartNumber": number, "ETag": answer["ETag"]})
        s3.complete_multipart_upload(**at, UploadId=upload, MultipartUpload={"Parts": done})
        must(read(self.bucket, at["Key"]) == b"".join(parts), "other bytes")

    def abort_multipart(self):
        at = self.at("aborted")
        upload = s3.create_multipart_upload(**at)["UploadId"]
        s3.upload_part(**at, UploadId=upload, PartNumber=1, Body=BODY)
        listed = s3.list_multipart_uploads(Bucket=self.bucket, Prefix=at["Key"]).get("Uploads", [])
        must(upload in [entry["UploadId"] for entry in listed], "not listed")
        s3.abort_multipart_upload(**at, UploadId=upload)
        listed = s3.list_multipart_uploads(Bucket=self.bucket, Prefix=at["Key"]).get("Uploads", [])
        must(upload not in [entry["UploadId"] for entry in listed], "still there")

    def if_none_match(self):
        at = self.at("if-none-match")
        s3.put_object(**at, Body=BODY, IfNoneMatch="*")
        must(refused(lambda: s3.put_object(**at, Body=b"second", IfNoneMatch="*"), 412, 409), "overwrites", Ignored)
        must(read(self.bucket, at["Key"]) == BODY, "refused, yet overwritten")

    def if_match(self):
        key, put = self.put("if-match")
        at = self.at("if-match")
        wrong = f'"{hashlib.md5(b"other").hexdigest()}"'
        must(refused(lambda: s3.put_object(**at, Body=b"second", IfMatch=wrong), 412), "overwrites", Ignored)
        must(read(self.bucket, key) == BODY, "refused, yet overwritten")
        s3.put_object(**at, Body=b"third", IfMatch=put["ETag"])
        must(read(self.bucket, key) == b"third", "not overwritten")

    def get_if_none_match(self):
        _, put = self.put("get-if-none-match")
        at = self.at("get-if-none-match")
        must(refused(lambda: s3.get_object(**at, IfNoneMatch=put["ETag"]), 304), "comes back", Ignored)
        other = f'"{hashlib.md5(b"other").hexdigest()}"'
        must(s3.get_object(**at, IfNoneMatch=other)["Body"].read() == BODY, "other bytes")

    def get_if_match(self):
        _, put = self.put("get-if-match")
        at = self.at("get-if-match")
        other = f'"{hashlib.md5(b"other").hexdigest()}"'
        must(refused(lambda: s3.get_object(**at, IfMatch=other), 412), "comes back", Ignored)
        must(s3.get_object(**at, IfMatch=put["ETag"])["Body"].read() == BODY, "other bytes")

    def presigned_get(self):
        self.put("presigned-get")
        url = s3.generate_presigned_url("get_object", Params=self.at("presigned-get"), ExpiresIn=60)
        status, body, _ = fetch("GET", url)
        raise_status(status, body)
        must(body == BODY, "other bytes")

    def presigned_put(self):
        at = self.at("presigned-put")
        url = s3.generate_presigned_url("put_object", Params=at, ExpiresIn=60)
        status, body, _ = fetch("PUT", url, BODY)
        raise_status(status, body)
        must(read(self.bucket, at["Key"]) == BODY, "other bytes")

    def object_tags(self):
        self.put("tags")
        at = self.at("tags")
        tags = [{"Key": "jvmId", "Value": "one two=+/"}, {"Key": "second", "Value": "2"}]
        s3.put_object_tagging(**at, Tagging={"TagSet": tags})
        self.must_have(at, tags)
        s3.delete_object_tagging(**at)
        must(s3.get_object_tagging(**at)["TagSet"] == [], "still there")

    def object_tags_header(self):
        tags = [{"Key": "jvmId", "Value": "one two"}]
        self.put("tags-header", Tagging="jvmId=one%20two")
        self.must_have(self.at("tags-header"), tags)

    def must_have(self, at, tags):
        got = sorted(s3.get_object_tagging(**at)["TagSet"], key=lambda tag: tag["Key"])
        must(got != [], "no tags come back", Ignored)
        must(got == tags, f"other tags: {got}")

    def metadata(self):
        self.put("metadata", Metadata={"made": "by hand", "case": "Kept As It Is"})
        got = s3.head_object(**self.at("metadata"))["Metadata"]
        must(got != {}, "no metadata comes back", Ignored)
        must(got == {"made": "by hand", "case": "Kept As It Is"}, f"other metadata: {got}")

    def system_metadata(self):
        given = {
            "ContentType": "application/x-by-hand",
            "ContentDisposition": 'attachment; filename="a.jfr"',
            "CacheControl": "max-age=60",
        }
        self.put("system", **given)
        head = s3.head_object(**self.at("system"))
        lost = [name for name, value in given.items() if head.get(name) != value]
        must(not lost, f"not kept: {lost}", Ignored)

    def checksum(self, name, right, wrong):
        field, at = f"Checksum{name}", self.at(f"checksum-{name}")
        s3.put_object(**at, Body=BODY, **{field: right})
        must(read(at["Bucket"], at["Key"]) == BODY, "other bytes")
        bad = self.at(f"bad-checksum-{name}")
        must(refused(lambda: s3.put_object(**bad, Body=BODY, **{field: wrong}), 400), "takes a wrong sum", Ignored)
        must(refused(lambda: s3.head_object(**bad), 404), "refused, yet stored")
        return s3.head_object(**at, ChecksumMode="ENABLED").get(field)

    def checksum_crc32(self):
        self.checksum("CRC32", b64(zlib.crc32(BODY), 4), b64(1, 4))

    def checksum_crc64nvme(self):
        self.checksum("CRC64NVME", b64(checksums.crc64nvme(BODY), 8), b64(1, 8))

    def checksum_sha256(self):
        right = base64.b64encode(hashlib.sha256(BODY).digest()).decode()
        self.checksum("SHA256", right, base64.b64encode(hashlib.sha256(b"").digest()).decode())

    def trailer_status(self, name, checksum):
        body = b"%x\r\n%s\r\n0\r\nx-amz-checksum-crc32:%s\r\n\r\n" % (len(BODY), BODY, checksum.encode())
        headers = {
            "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
            "x-amz-trailer": "x-amz-checksum-crc32",
            "x-amz-decoded-content-length": str(len(BODY)),
            "content-encoding": "aws-chunked",
        }
        url = f"{ENDPOINT}/{self.bucket}/{urllib.parse.quote(self.key(name))}"
        return self.signed("PUT", url, body, headers)

    def signed(self, method, url, body, headers):
        class Signer(S3SigV4Auth):
            def payload(self, request):
                return headers["x-amz-content-sha256"]

        request = AWSRequest(method=method, url=url, data=body, headers=headers)
        Signer(Credentials(KEY_ID, SECRET), "s3", REGION).add_auth(request)
        # The signer overwrites it with the sum of the body, which is not what goes over the wire.
        ready = dict(request.headers.items())
        return fetch(method, url, body, ready)

    def trailers(self):
        status, body, _ = self.trailer_status("trailer", b64(zlib.crc32(BODY), 4))
        raise_status(status, body)
        must(read(self.bucket, self.key("trailer")) == BODY, "the framing is in the object")
        status, body, _ = self.trailer_status("bad-trailer", b64(1, 4))
        must(status >= 400, "takes a wrong sum", Ignored)
        raise_status(status, body, 400)
        must(refused(lambda: s3.head_object(**self.at("bad-trailer")), 404), "refused, yet stored")

    def delete(self):
        self.put("delete")
        s3.delete_object(**self.at("delete"))
        must(refused(lambda: s3.head_object(**self.at("delete")), 404), "still there")

    def multi_delete(self):
        names = ["multi 1", "multi+2", "multi-3"]
        for name in names:
            self.put(name)
        objects = [{"Key": self.key(name)} for name in names]
        answer = s3.delete_objects(Bucket=self.bucket, Delete={"Objects": objects})
        must(not answer.get("Errors"), str(answer.get("Errors")))
        for name in names:
            must(refused(lambda: s3.head_object(**self.at(name)), 404), f"{name} is still there")

    def list_pages(self):
        keys = [self.put(f"pages/{number}")[0] for number in range(5)]
        seen, more, pages = [], {}, 0
        while True:
            page = s3.list_objects_v2(Bucket=self.bucket, Prefix=self.key("pages/"), MaxKeys=2, **more)
            seen += [entry["Key"] for entry in page.get("Contents", [])]
            pages += 1
            if not page["IsTruncated"]:
                break
            must(pages < 10, "pages without end")
            more = {"ContinuationToken": page["NextContinuationToken"]}
        must(seen == keys, f"other keys: {seen}")
        must(pages == 3, f"{pages} pages, where three were asked for", Ignored)

    KEYS = {
        "spaces": "with spaces  two",
        "plus": "a+b",
        "percent": "100%25 %2F done",
        "unicode": "größe/日本/🎉",
        "quotes": "it's \"quoted\" <&>",
        "punctuation": "a;b,c:d@e$f!g*h(i)j=k~l",
        "question": "a?b#c&d",
        "double-slash": "a//b",
        "dots": "a/..b/.c",
        "backslash": "a\\b",
        "trailing-slash": "folder/",
        "long": None,
    }

    def key_name(self, kind):
        name = self.KEYS[kind]
        if name is None:
            # 1,024 bytes in all, in steps that fit a file name of 255.
            name = "/".join(["k" * 200] * 10)[: 1024 - len(self.prefix) - 5]
        place = f"k/{kind[0]}/{name}"[: 1024 - len(self.prefix)] if kind == "long" else f"k/{name}"
        key, _ = self.put(place)
        must(read(self.bucket, key) == BODY, "other bytes")
        listed = s3.list_objects_v2(Bucket=self.bucket, Prefix=key).get("Contents", [])
        must(key in [entry["Key"] for entry in listed], f"listed as {[entry['Key'] for entry in listed]}")
        s3.delete_object(Bucket=self.bucket, Key=key)
        must(refused(lambda: s3.head_object(Bucket=self.bucket, Key=key), 404), "still there after the delete")

    # What follows changes the bucket, so it has one of its own.

    def versioning(self):
        s3.put_bucket_versioning(Bucket=self.bucket, VersioningConfiguration={"Status": "Enabled"})
        must(s3.get_bucket_versioning(Bucket=self.bucket).get("Status") == "Enabled", "stays off", Ignored)
        key, first = self.put("version", b"first")
        self.put("version", b"second")
        must(first.get("VersionId"), "no version id")
        must(read(self.bucket, key, VersionId=first["VersionId"]) == b"first", "other bytes")
        versions = s3.list_object_versions(Bucket=self.bucket, Prefix=key)["Versions"]
        must(len(versions) == 2, f"{len(versions)} versions")

    def lifecycle(self):
        rule = {"ID": "by-hand", "Status": "Enabled", "Filter": {"Prefix": "x/"}, "Expiration": {"Days": 7}}
        s3.put_bucket_lifecycle_configuration(Bucket=self.bucket, LifecycleConfiguration={"Rules": [rule]})
        rules = s3.get_bucket_lifecycle_configuration(Bucket=self.bucket)["Rules"]
        must(len(rules) == 1 and rules[0]["Expiration"]["Days"] == 7, f"other rules: {rules}", Ignored)

    def cors(self):
        rule = {"AllowedMethods": ["GET"], "AllowedOrigins": ["https://a.example"]}
        s3.put_bucket_cors(Bucket=self.bucket, CORSConfiguration={"CORSRules": [rule]})
        rules = s3.get_bucket_cors(Bucket=self.bucket)["CORSRules"]
        must(len(rules) == 1 and rules[0]["AllowedOrigins"] == ["https://a.example"], f"other: {rules}", Ignored)

    def bucket_policy(self):
        statement = {
            "Effect": "Allow",
            "Principal": {"AWS": ["*"]},
            "Action": ["s3:GetObject"],
            "Resource": [f"arn:aws:s3:::{self.bucket}/public/*"],
        }
        policy = {"Version": "2012-10-17", "Statement": [statement]}
        s3.put_bucket_policy(Bucket=self.bucket, Policy=json.dumps(policy))
        got = json.loads(s3.get_bucket_policy(Bucket=self.bucket)["Policy"])
        must(got["Statement"], "comes back empty", Ignored)


def raise_status(status, body, *good):
    if status < 300 or status in good:
        return
    code = body.split(b"<Code>")[1].split(b"</Code>")[0].decode() if b"<Code>" in body else str(status)
    raise ClientError({"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}, "by hand")


def judge(call):
    try:
        call()
        return {"state": "works"}
    except Ignored as error:
        return {"state": "unsupported", "seen": f"taken and ignored: {error}"}
    except Wrong as error:
        return {"state": "broken", "seen": str(error)}
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        code = error.response["Error"].get("Code", "")
        seen = f"{error.operation_name}: {status} {code} {error.response['Error'].get('Message', '')}".strip()
        if status in (401, 403):
            return {"state": "denied", "seen": seen}
        if status in (500, 502, 503, 504) and code not in ("NotImplemented",):
            return {"state": "broken", "seen": seen}
        return {"state": "unsupported", "seen": seen}
    except Exception as error:  # what boto3 itself makes of an answer, such as one that is no XML
        return {"state": "broken", "seen": f"{type(error).__name__}: {error}"}


OBJECTS = {
    "head-bucket": Trial.head_bucket,
    "put-object": Trial.put_object,
    "head-object": Trial.head,
    "get-object": Trial.get,
    "get-range": Trial.range,
    "copy-object": Trial.copy,
    "multipart": Trial.multipart,
    "abort-multipart": Trial.abort_multipart,
    "put-if-none-match": Trial.if_none_match,
    "put-if-match": Trial.if_match,
    "get-if-none-match": Trial.get_if_none_match,
    "get-if-match": Trial.get_if_match,
    "presigned-get": Trial.presigned_get,
    "presigned-put": Trial.presigned_put,
    "object-tags": Trial.object_tags,
    "object-tags-by-header": Trial.object_tags_header,
    "user-metadata": Trial.metadata,
    "system-metadata": Trial.system_metadata,
    "checksum-crc32": Trial.checksum_crc32,
    "checksum-crc64nvme": Trial.checksum_crc64nvme,
    "checksum-sha256": Trial.checksum_sha256,
    "trailers": Trial.trailers,
    "delete": Trial.delete,
    "multi-delete": Trial.multi_delete,
    "list-pages": Trial.list_pages,
}
SETTINGS = {
    "versioning": Trial.versioning,
    "lifecycle": Trial.lifecycle,
    "cors": Trial.cors,
    "bucket-policy": Trial.bucket_policy,
}


def object_lock(name):
    make_bucket(name, ObjectLockEnabledForBucket=True)
    answer = s3.get_object_lock_configuration(Bucket=name)
    must(answer["ObjectLockConfiguration"]["ObjectLockEnabled"] == "Enabled", "stays off", Ignored)


def features(bucket=None):
    found, made = {}, []

    def new_bucket():
        made.append(f"by-hand-{uuid4().hex[:20]}")
        return made[-1]

    def create():
        name = new_bucket()
        make_bucket(name)
        must(name in [entry["Name"] for entry in s3.list_buckets()["Buckets"]], "not listed")
        s3.delete_bucket(Bucket=name)
        must(refused(lambda: s3.head_bucket(Bucket=name), 404), "still there after the delete")

    prefix = f"by-hand-{uuid4().hex[:8]}/"
    try:
        found["list-buckets"] = judge(s3.list_buckets)
        if bucket is None:
            found["create-bucket"] = judge(create)
            trial = Trial(new_bucket(), prefix)
            make_bucket(trial.bucket)
        else:
            trial = Trial(bucket, prefix)
        for name, feature in OBJECTS.items():
            found[name] = judge(lambda: feature(trial))
        for kind in Trial.KEYS:
            found[f"key-{kind}"] = judge(lambda: trial.key_name(kind))
        if bucket is None:
            for name, feature in SETTINGS.items():
                own = Trial(new_bucket(), prefix)
                make_bucket(own.bucket)
                found[name] = judge(lambda: feature(own))
            found["object-lock"] = judge(lambda: object_lock(new_bucket()))
    finally:
        for name in made:
            empty(name)
            remove(name)
        if bucket is not None:
            empty(bucket, prefix)
    return found


def ignoring(call, *codes):
    try:
        return call()
    except ClientError as error:
        if error.response["Error"].get("Code") in codes:
            return None
        raise


NO_VERSIONS = ("NotImplemented", "MethodNotAllowed", "AccessDenied", "403", "501")


def versions_of(name, prefix=""):
    """Every version and delete mark, or just the objects where the server knows no versions."""
    entries = []
    pages = s3.get_paginator("list_object_versions").paginate(Bucket=name, Prefix=prefix)
    try:
        for page in pages:
            entries += page.get("Versions", []) + page.get("DeleteMarkers", [])
        return [(entry["Key"], entry["VersionId"]) for entry in entries]
    except ClientError as error:
        if error.response["Error"].get("Code") not in NO_VERSIONS:
            raise
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=name, Prefix=prefix):
        entries += page.get("Contents", [])
    return [(entry["Key"], None) for entry in entries]


def uploads_of(name, prefix=""):
    answer = s3.list_multipart_uploads(Bucket=name, Prefix=prefix)
    return [(entry["Key"], entry["UploadId"]) for entry in answer.get("Uploads", [])]


def empty(name, prefix=""):
    if ignoring(lambda: s3.head_bucket(Bucket=name), "404", "NoSuchBucket") is None:
        return
    for key, upload in uploads_of(name, prefix):
        s3.abort_multipart_upload(Bucket=name, Key=key, UploadId=upload)
    for key, version in versions_of(name, prefix):
        s3.delete_object(Bucket=name, Key=key, **({"VersionId": version} if version else {}))


def remove(name):
    ignoring(lambda: s3.delete_bucket(Bucket=name), "404", "NoSuchBucket")


def snapshot():
    found = {}
    for bucket in s3.list_buckets()["Buckets"]:
        name = bucket["Name"]
        found[name] = {"versions": sorted(map(list, versions_of(name)), key=str), "uploads": uploads_of(name)}
    return found


def make(name, kind=""):
    make_bucket(name)
    if kind == "versioned":
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    for key in ("kept", "smoke/kept"):
        s3.put_object(Bucket=name, Key=key, Body=BODY)
        if kind == "versioned":
            s3.put_object(Bucket=name, Key=key, Body=BODY * 2)
    return {"made": name}


def remove_all(prefix=""):
    names = [bucket["Name"] for bucket in s3.list_buckets()["Buckets"] if bucket["Name"].startswith(prefix)]
    for name in names:
        empty(name)
        remove(name)
    return {"removed": names}


if __name__ == "__main__":
    verbs = {"features": features, "snapshot": snapshot, "make": make, "remove": remove_all}
    print(json.dumps(verbs[sys.argv[1]](*sys.argv[2:])))
