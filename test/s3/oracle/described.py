"""What is kept beside the bytes: tags, metadata, and checksums that the server verifies."""

import base64
import hashlib
import urllib.parse
import zlib

from awscrt import checksums

from client import BODY, ENDPOINT, Ignored, accept, fetch, must, read, refused, s3, sign


def must_have(place, name, tags):
    got = sorted(s3.get_object_tagging(**place.at(name))["TagSet"], key=lambda tag: tag["Key"])
    must(got != [], "no tags come back", Ignored)
    must(got == tags, f"other tags: {got}")


TAGS = [{"Key": "jvmId", "Value": "Abc-1_x="}, {"Key": "template type", "Value": "a/b+c:d"}]


def object_tags(place):
    place.put("tags")
    s3.put_object_tagging(**place.at("tags"), Tagging={"TagSet": TAGS})
    must_have(place, "tags", TAGS)
    s3.delete_object_tagging(**place.at("tags"))
    must(s3.get_object_tagging(**place.at("tags"))["TagSet"] == [], "still there")
    s3.head_object(**place.at("tags"))


def object_tags_by_header(place):
    place.put("tags-by-header", Tagging="jvmId=Abc-1_x%3D&template%20type=a%2Fb%2Bc%3Ad")
    must_have(place, "tags-by-header", TAGS)


def user_metadata(place):
    given = {"made": "by hand", "case": "Kept As It Is"}
    place.put("metadata", Metadata=given)
    got = s3.head_object(**place.at("metadata"))["Metadata"]
    must(got != {}, "no metadata comes back", Ignored)
    must({name.lower(): value for name, value in got.items()} == given, f"other metadata: {got}")


def system_metadata(place):
    given = {
        "ContentType": "application/x-by-hand",
        "ContentDisposition": 'attachment; filename="a.jfr"',
        "CacheControl": "max-age=60",
    }
    place.put("system", **given)
    head = s3.head_object(**place.at("system"))
    lost = [name for name, value in given.items() if head.get(name) != value]
    must(not lost, f"not kept: {lost}", Ignored)


def verified(place, name, right, wrong):
    place.put(f"{name}-right", **right)
    must(read(place.bucket, place.key(f"{name}-right")) == BODY, "other bytes")
    must(refused(lambda: place.put(f"{name}-wrong", **wrong), 400), "takes a wrong sum", Ignored)
    must(refused(lambda: s3.head_object(**place.at(f"{name}-wrong")), 404), "refused, yet stored")


def b64(sum):
    return base64.b64encode(sum).decode()


def crc32(data):
    return b64(zlib.crc32(data).to_bytes(4, "big"))


def content_md5(place):
    right, wrong = (b64(hashlib.md5(data).digest()) for data in (BODY, b"other"))
    verified(place, "md5", {"ContentMD5": right}, {"ContentMD5": wrong})


def checksum_crc32(place):
    verified(place, "crc32", {"ChecksumCRC32": crc32(BODY)}, {"ChecksumCRC32": crc32(b"other")})


def checksum_crc64nvme(place):
    right, wrong = (b64(checksums.crc64nvme(data).to_bytes(8, "big")) for data in (BODY, b"other"))
    verified(place, "crc64nvme", {"ChecksumCRC64NVME": right}, {"ChecksumCRC64NVME": wrong})


def checksum_sha256(place):
    right, wrong = (b64(hashlib.sha256(data).digest()) for data in (BODY, b"other"))
    verified(place, "sha256", {"ChecksumSHA256": right}, {"ChecksumSHA256": wrong})


def trailer(place, frame):
    """Puts with the sum after the body, first the right one, then another; `frame` writes the body."""

    def put(name, checksum):
        url = f"{ENDPOINT}/{place.bucket}/{urllib.parse.quote(place.key(name))}"
        return fetch("PUT", url, *frame(url, checksum))

    accept(put("trailer-right", crc32(BODY)))
    must(read(place.bucket, place.key("trailer-right")) == BODY, "the framing is in the object")
    status, body, _ = put("trailer-wrong", crc32(b"other"))
    must(status >= 400, "takes a wrong sum", Ignored)
    must(status < 500, f"a wrong sum gives {status}")
    must(refused(lambda: s3.head_object(**place.at("trailer-wrong")), 404), "refused, yet stored")


def trailer_headers(kind):
    return {
        "x-amz-content-sha256": kind,
        "x-amz-trailer": "x-amz-checksum-crc32",
        "x-amz-decoded-content-length": str(len(BODY)),
        "content-encoding": "aws-chunked",
        "content-type": "application/octet-stream",
    }


def trailer_unsigned(place):
    def frame(url, checksum):
        body = b"%x\r\n%s\r\n0\r\nx-amz-checksum-crc32:%s\r\n\r\n" % (len(BODY), BODY, checksum.encode())
        return body, sign("PUT", url, trailer_headers("STREAMING-UNSIGNED-PAYLOAD-TRAILER"))

    trailer(place, frame)


def trailer_signed(place):
    # Needs the signature of the head, and each piece is signed after the one before it.
    from chunks import signed_chunks

    def frame(url, checksum):
        headers = sign("PUT", url, trailer_headers("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"))
        return signed_chunks(headers, BODY, f"x-amz-checksum-crc32:{checksum}"), headers

    trailer(place, frame)


FEATURES = {
    "object-tags": object_tags,
    "object-tags-by-header": object_tags_by_header,
    "user-metadata": user_metadata,
    "system-metadata": system_metadata,
    "content-md5": content_md5,
    "checksum-crc32": checksum_crc32,
    "checksum-crc64nvme": checksum_crc64nvme,
    "checksum-sha256": checksum_sha256,
    "trailer-unsigned": trailer_unsigned,
    "trailer-signed": trailer_signed,
}
