"""The client, and what may be said of one try."""

import os
import urllib.error
import urllib.request

import boto3
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

ENDPOINT = os.environ["S3_ENDPOINT"]
REGION = os.environ["S3_REGION"]
KEY_ID = os.environ["AWS_ACCESS_KEY_ID"]
SECRET = os.environ["AWS_SECRET_ACCESS_KEY"]


def connect(secret):
    return boto3.client(
        "s3",
        endpoint_url=ENDPOINT,
        region_name=REGION,
        aws_access_key_id=KEY_ID,
        aws_secret_access_key=secret,
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


s3 = connect(SECRET)


def stranger():
    """A client that knows the id of the key, and not its secret."""
    return connect("not-the-secret-of-this-key")


BODY = b"0123456789 by hand"


class Ignored(Exception):
    """The server took it and did nothing."""


class Wrong(Exception):
    """The server took it, and what comes of it is wrong."""


def must(condition, seen, kind=Wrong):
    if not condition:
        raise kind(seen)


def status_of(error):
    return error.response["ResponseMetadata"]["HTTPStatusCode"]


def refused(call, *statuses):
    """Whether the server says no with one of these; another no is an error."""
    try:
        call()
    except ClientError as error:
        if status_of(error) in statuses:
            return True
        raise
    return False


def read(bucket, key, **more):
    return s3.get_object(Bucket=bucket, Key=key, **more)["Body"].read()


def make_bucket(name, **more):
    if REGION != "us-east-1":
        more["CreateBucketConfiguration"] = {"LocationConstraint": REGION}
    s3.create_bucket(Bucket=name, **more)


def fetch(method, url, body=None, headers=None):
    """A bare request, without boto3."""
    # Without one of ours, urllib declares every body a form.
    headers = {"content-type": "application/octet-stream", **(headers or {})}
    request = urllib.request.Request(url, data=body, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read(), error.headers


def sign(method, url, headers):
    """The same headers with those of the signature, which is over the sum that they tell."""

    class GivenSum(S3SigV4Auth):
        def payload(self, request):
            return headers["x-amz-content-sha256"]

    request = AWSRequest(method=method, url=url, headers=headers)
    GivenSum(Credentials(KEY_ID, SECRET), "s3", REGION).add_auth(request)
    return dict(request.headers.items())


def accept(answer):
    """The answer of a bare request, or its refusal as boto3 would raise it."""
    status, body, _ = answer
    if status < 300:
        return answer

    def text(tag):
        return body.split(f"<{tag}>".encode())[1].split(b"<")[0].decode() if f"<{tag}>".encode() in body else ""

    said = {"Code": text("Code"), "Message": text("Message")}
    raise ClientError({"Error": said, "ResponseMetadata": {"HTTPStatusCode": status}}, "bare request")


def judge(call):
    """works; unsupported (refused, or taken and ignored); denied; broken (taken and wrong, or no answer of S3)."""
    try:
        call()
        return {"state": "works"}
    except Ignored as error:
        return {"state": "unsupported", "seen": f"taken and ignored: {error}"}
    except Wrong as error:
        return {"state": "broken", "seen": str(error)}
    except ClientError as error:
        status, said = status_of(error), error.response["Error"]
        seen = f"{error.operation_name}: {status} {said.get('Code', '')} {said.get('Message', '')}".strip()
        if status in (401, 403):
            return {"state": "denied", "seen": seen}
        return {"state": "broken" if status >= 500 and status != 501 else "unsupported", "seen": seen}
    except Exception as error:  # what boto3 itself makes of an answer, such as one that is no XML
        return {"state": "broken", "seen": f"{type(error).__name__}: {error}"}
