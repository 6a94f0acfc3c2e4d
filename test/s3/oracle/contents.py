"""What lies on the server, and how to take it away."""

from botocore.exceptions import ClientError

from client import BODY, make_bucket, s3

NO_VERSIONS = ("NotImplemented", "MethodNotAllowed", "AccessDenied", "403", "501")
GONE = ("404", "NoSuchBucket")


def names(prefix=""):
    return [bucket["Name"] for bucket in s3.list_buckets()["Buckets"] if bucket["Name"].startswith(prefix)]


def versions_of(name, prefix=""):
    """Every version and delete mark, or just the objects where the server knows no versions."""
    entries = []
    try:
        for page in s3.get_paginator("list_object_versions").paginate(Bucket=name, Prefix=prefix):
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


def snapshot():
    """Every bucket with its versions, objects and unfinished uploads."""
    return {
        name: {"versions": sorted(map(list, versions_of(name)), key=str), "uploads": uploads_of(name)}
        for name in names()
    }


def make(name, kind=""):
    """A bucket with two objects, which nobody else may touch; with versions, where the server knows them."""
    make_bucket(name)
    if kind == "versioned":
        try:
            s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        except ClientError as error:
            if error.response["Error"].get("Code") not in NO_VERSIONS:
                raise
    for key in ("kept", "smoke/kept", "kept", "smoke/kept"):
        s3.put_object(Bucket=name, Key=key, Body=BODY)
    return {"made": name}


def empty(name, prefix=""):
    for key, upload in uploads_of(name, prefix):
        s3.abort_multipart_upload(Bucket=name, Key=key, UploadId=upload)
    # More than once: an object may hide others below it from lists.
    for _ in range(5):
        found = versions_of(name, prefix)
        for key, version in found:
            s3.delete_object(Bucket=name, Key=key, **({"VersionId": version} if version else {}))
        if not found:
            return


def remove_bucket(name):
    """With all that is in it; one that was never made is no matter."""
    try:
        empty(name)
        s3.delete_bucket(Bucket=name)
    except ClientError as error:
        if error.response["Error"].get("Code") not in GONE:
            raise


def remove(prefix=""):
    """Every bucket whose name begins so."""
    gone = names(prefix)
    for name in gone:
        remove_bucket(name)
    return {"removed": gone}
