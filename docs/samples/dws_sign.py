"""Sign a request to the snapshot API with an access key and a secret key, for curl. Needs nothing but Python 3.

    python3 dws_sign.py METHOD URL [BODY] | curl --config -

Prints curl's configuration for the request: method, address, headers, body. It reads the keys from HUAWEICLOUD_SDK_AK,
HUAWEICLOUD_SDK_SK and, for a temporary pair, HUAWEICLOUD_SDK_SECURITY_TOKEN, so they never appear on a command line.
"""

import hashlib
import hmac
import os
import sys
import time
from urllib.parse import parse_qsl, quote, unquote, urlsplit


def authorization(request: "tuple[str, str, str]", headers: "dict[str, str]", access_key: str, secret_key: str) -> str:
    """Return the value of Authorization. request: method, URL and body; headers: all headers to sign."""
    method, url, body = request
    parts = urlsplit(url)
    path = quote(unquote(parts.path), safe="/~")
    query = sorted(parse_qsl(parts.query, keep_blank_values=True))
    signed = sorted((name.lower(), value.strip()) for name, value in headers.items())
    names = ";".join(name for name, _ in signed)
    canonical = [
        method,
        path if path.endswith("/") else path + "/",
        "&".join(f"{quote(name, safe='~')}={quote(value, safe='~')}" for name, value in query),
        *(f"{name}:{value}" for name, value in signed),
        "",
        names,
        hashlib.sha256(body.encode()).hexdigest(),
    ]
    digest = hashlib.sha256("\n".join(canonical).encode()).hexdigest()
    text = f"SDK-HMAC-SHA256\n{headers['X-Sdk-Date']}\n{digest}"
    signature = hmac.new(secret_key.encode(), text.encode(), "sha256").hexdigest()
    return f"SDK-HMAC-SHA256 Access={access_key}, SignedHeaders={names}, Signature={signature}"


def main(arguments: "list[str]") -> int:
    """Print the configuration. Returns the exit status."""
    access_key, secret_key = os.environ.get("HUAWEICLOUD_SDK_AK"), os.environ.get("HUAWEICLOUD_SDK_SK")
    if len(arguments) not in (2, 3) or not access_key or not secret_key:
        print("Usage: dws_sign.py METHOD URL [BODY]; set HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK.", file=sys.stderr)
        return 2
    method, url, body = arguments[0].upper(), arguments[1], arguments[2] if len(arguments) == 3 else ""
    host = urlsplit(url).netloc
    if not host:
        print(f"The URL must be whole, with https:// and a host; {url!r} was given.", file=sys.stderr)
        return 2
    headers = {"Host": host, "X-Sdk-Date": time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())}
    if body:
        headers["Content-Type"] = "application/json"
    token = os.environ.get("HUAWEICLOUD_SDK_SECURITY_TOKEN")
    if token:
        headers["X-Security-Token"] = token
    headers["Authorization"] = authorization((method, url, body), headers, access_key, secret_key)
    options = [("request", method), ("url", url), *(("header", f"{name}: {value}") for name, value in headers.items())]
    if body:
        options.append(("data-raw", body))
    print("globoff\npath-as-is")
    for name, value in options:
        print(f'{name} = "{quoted(value)}"')
    return 0


def quoted(value: str) -> str:
    """Return a value escaped for quotes in curl's configuration."""
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return "".join(escapes.get(character, character) for character in value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
