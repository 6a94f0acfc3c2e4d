"""Objects: put, get, copy, parts, conditions, signed URLs, deletes, lists."""

import hashlib
import os
from uuid import uuid4

from client import BODY, Ignored, accept, fetch, must, read, refused, s3, stranger

OTHER_ETAG = f'"{hashlib.md5(b"other").hexdigest()}"'


def head_bucket(place):
    s3.head_bucket(Bucket=place.bucket)
    # A key for one bucket may be told of any other that it is not its, or nothing.
    stranger = f"{place.bucket[:40]}-{uuid4().hex[:8]}"
    must(refused(lambda: s3.head_bucket(Bucket=stranger), 404, 403), "knows every name")


def bucket_location(place):
    s3.get_bucket_location(Bucket=place.bucket)


def put_object(place):
    must(place.put("put")["ETag"], "no ETag")
    place.put("put", b"put again")
    must(read(**at(place, "put")) == b"put again", "other bytes")


def at(place, name):
    return {"bucket": place.bucket, "key": place.key(name)}


def head_object(place):
    put = place.put("head")
    head = s3.head_object(**place.at("head"))
    must(head["ContentLength"] == len(BODY), "other length")
    must(head["ETag"] == put["ETag"], "other ETag")
    must(refused(lambda: s3.head_object(**place.at("never")), 404), "finds what is not there")


def get_object(place):
    place.put("get")
    must(read(**at(place, "get")) == BODY, "other bytes")
    must(refused(lambda: s3.get_object(**place.at("never")), 404), "finds what is not there")


def get_range(place):
    place.put("range")
    answer = s3.get_object(**place.at("range"), Range="bytes=2-5")
    got = answer["Body"].read()
    must(got != BODY, "gives the whole object", Ignored)
    must(got == BODY[2:6], "other bytes")
    must(answer["ResponseMetadata"]["HTTPStatusCode"] == 206, "status is not 206")
    must(read(**at(place, "range"), Range="bytes=-4") == BODY[-4:], "other last bytes")


def copy_object(place):
    place.put("a source", Metadata={"made": "by-hand"})
    s3.copy_object(**place.at("copy"), CopySource={"Bucket": place.bucket, "Key": place.key("a source")})
    must(read(**at(place, "copy")) == BODY, "other bytes")


def upload(place, name, parts):
    target = place.at(name)
    number = s3.create_multipart_upload(**target)["UploadId"]
    done = []
    for index, part in enumerate(parts, 1):
        answer = s3.upload_part(**target, UploadId=number, PartNumber=index, Body=part)
        done.append({"PartNumber": index, "ETag": answer["ETag"]})
    s3.complete_multipart_upload(**target, UploadId=number, MultipartUpload={"Parts": done})
    must(read(**at(place, name)) == b"".join(parts), "other bytes")


def multipart(place):
    upload(place, "one-part", [b"the only part"])


def multipart_parts(place):
    upload(place, "two-parts", [os.urandom(5 * 1024 * 1024), b"the end"])


def multipart_abort(place):
    target = place.at("aborted")
    number = s3.create_multipart_upload(**target)["UploadId"]
    s3.upload_part(**target, UploadId=number, PartNumber=1, Body=BODY)

    def listed():
        uploads = s3.list_multipart_uploads(Bucket=place.bucket, Prefix=target["Key"]).get("Uploads", [])
        return number in [entry["UploadId"] for entry in uploads]

    must(listed(), "not listed")
    s3.abort_multipart_upload(**target, UploadId=number)
    must(not listed(), "still there")


def put_if_none_match(place):
    target = place.at("if-none-match")
    s3.put_object(**target, Body=BODY, IfNoneMatch="*")
    must(refused(lambda: s3.put_object(**target, Body=b"second", IfNoneMatch="*"), 412, 409), "overwrites", Ignored)
    must(read(**at(place, "if-none-match")) == BODY, "refused, yet overwritten")


def put_if_match(place):
    put, target = place.put("if-match"), place.at("if-match")
    must(refused(lambda: s3.put_object(**target, Body=b"second", IfMatch=OTHER_ETAG), 412), "overwrites", Ignored)
    must(read(**at(place, "if-match")) == BODY, "refused, yet overwritten")
    s3.put_object(**target, Body=b"third", IfMatch=put["ETag"])
    must(read(**at(place, "if-match")) == b"third", "not overwritten")


def get_if_none_match(place):
    put, target = place.put("get-if-none-match"), place.at("get-if-none-match")
    must(refused(lambda: s3.get_object(**target, IfNoneMatch=put["ETag"]), 304), "comes back", Ignored)
    must(s3.get_object(**target, IfNoneMatch=OTHER_ETAG)["Body"].read() == BODY, "other bytes")


def get_if_match(place):
    put, target = place.put("get-if-match"), place.at("get-if-match")
    must(refused(lambda: s3.get_object(**target, IfMatch=OTHER_ETAG), 412), "comes back", Ignored)
    must(s3.get_object(**target, IfMatch=put["ETag"])["Body"].read() == BODY, "other bytes")


def forged(url):
    return url[:-4] + ("0000" if url[-4:] != "0000" else "1111")


def looks_at_signatures(place):
    """A server that looks at none does no worse with signed URLs than elsewhere."""
    return refused(lambda: stranger().list_objects_v2(Bucket=place.bucket), 400, 401, 403)


def presigned_get(place):
    place.put("presigned-get")
    url = s3.generate_presigned_url("get_object", Params=place.at("presigned-get"), ExpiresIn=60)
    must(accept(fetch("GET", url))[1] == BODY, "other bytes")
    must(fetch("GET", forged(url))[0] >= 400 or not looks_at_signatures(place), "takes a forged signature")


def presigned_put(place):
    url = s3.generate_presigned_url("put_object", Params=place.at("presigned-put"), ExpiresIn=60)
    accept(fetch("PUT", url, BODY))
    must(read(**at(place, "presigned-put")) == BODY, "other bytes")
    url = s3.generate_presigned_url("put_object", Params=place.at("forged"), ExpiresIn=60)
    must(fetch("PUT", forged(url), BODY)[0] >= 400 or not looks_at_signatures(place), "takes a forged signature")


def delete_object(place):
    place.put("delete")
    s3.delete_object(**place.at("delete"))
    must(refused(lambda: s3.head_object(**place.at("delete")), 404), "still there")


def delete_objects(place):
    names = ["many/1", "many/2 & <3>", "many/ä"]
    for name in names:
        place.put(name)
    objects = [{"Key": place.key(name)} for name in names]
    answer = s3.delete_objects(Bucket=place.bucket, Delete={"Objects": objects})
    must(not answer.get("Errors"), str(answer.get("Errors")))
    for name in names:
        must(refused(lambda: s3.head_object(**place.at(name)), 404), f"{name} is still there")


def fill(place):
    for name in ("a", "b", "folder/c", "folder/d", "z"):
        place.put(f"list/{name}")
    return [place.key(f"list/{name}") for name in ("a", "b", "folder/c", "folder/d", "z")]


def keys_of(page):
    return [entry["Key"] for entry in page.get("Contents", [])]


def list_objects(place):
    keys = fill(place)
    page = s3.list_objects_v2(Bucket=place.bucket, Prefix=place.key("list/"))
    must(keys_of(page) == keys, f"other keys: {keys_of(page)}")
    must(all(entry["Size"] == len(BODY) for entry in page["Contents"]), "other sizes")


def list_pages(place):
    keys, seen, more, pages = fill(place), [], {}, 0
    while True:
        page = s3.list_objects_v2(Bucket=place.bucket, Prefix=place.key("list/"), MaxKeys=2, **more)
        seen, pages = seen + keys_of(page), pages + 1
        if not page["IsTruncated"]:
            break
        must(pages < 10, "pages without end")
        more = {"ContinuationToken": page["NextContinuationToken"]}
    must(seen == keys, f"other keys: {seen}")
    must(pages == 3, f"{pages} pages, where three were asked for")


def list_delimiter(place):
    fill(place)
    page = s3.list_objects_v2(Bucket=place.bucket, Prefix=place.key("list/"), Delimiter="/")
    folders = [entry["Prefix"] for entry in page.get("CommonPrefixes", [])]
    must(folders == [place.key("list/folder/")], f"folders: {folders}")
    must(keys_of(page) == [place.key(f"list/{name}") for name in "abz"], f"files: {keys_of(page)}")


def list_v1(place):
    keys = fill(place)
    page = s3.list_objects(Bucket=place.bucket, Prefix=place.key("list/"))
    must(keys_of(page) == keys, f"other keys: {keys_of(page)}")


FEATURES = {
    "head-bucket": head_bucket,
    "bucket-location": bucket_location,
    "put-object": put_object,
    "head-object": head_object,
    "get-object": get_object,
    "get-range": get_range,
    "copy-object": copy_object,
    "multipart": multipart,
    "multipart-parts": multipart_parts,
    "multipart-abort": multipart_abort,
    "put-if-none-match": put_if_none_match,
    "put-if-match": put_if_match,
    "get-if-none-match": get_if_none_match,
    "get-if-match": get_if_match,
    "presigned-get": presigned_get,
    "presigned-put": presigned_put,
    "delete-object": delete_object,
    "delete-objects": delete_objects,
    "list-objects": list_objects,
    "list-pages": list_pages,
    "list-delimiter": list_delimiter,
    "list-v1": list_v1,
}
