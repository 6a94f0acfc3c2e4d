"""A body in signed pieces with a signed trailer, which boto3 itself never sends."""

import hashlib
import hmac

from client import REGION, SECRET

EMPTY = hashlib.sha256(b"").hexdigest()


def signed_chunks(headers, body, trailer):
    """The body for a head with these headers."""
    date = headers["X-Amz-Date"]
    scope = f"{date[:8]}/{REGION}/s3/aws4_request"
    before = headers["Authorization"].rsplit("Signature=", 1)[1]

    def sign(kind, content, empty=f"{EMPTY}\n"):
        nonlocal before
        sum = hashlib.sha256(content).hexdigest()
        text = f"AWS4-HMAC-SHA256-{kind}\n{date}\n{scope}\n{before}\n{empty}{sum}"
        before = hmac.new(signing_key(scope), text.encode(), hashlib.sha256).hexdigest()
        return before

    pieces = [f"{len(body):x};chunk-signature={sign('PAYLOAD', body)}\r\n".encode(), body, b"\r\n"]
    pieces.append(f"0;chunk-signature={sign('PAYLOAD', b'')}\r\n{trailer}\r\n".encode())
    pieces.append(f"x-amz-trailer-signature:{sign('TRAILER', f'{trailer}{chr(10)}'.encode(), '')}\r\n\r\n".encode())
    return b"".join(pieces)


def signing_key(scope):
    key = f"AWS4{SECRET}".encode()
    for word in scope.split("/"):
        key = hmac.new(key, word.encode(), hashlib.sha256).digest()
    return key
