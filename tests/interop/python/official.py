"""Reads calls from standard input, makes them with huaweicloudsdkdws, and prints each result."""

import json
import os
import re
import sys
from functools import cache
from importlib.metadata import version
from typing import Any

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ServiceResponseException
from huaweicloudsdkcore.region.region import Region
from huaweicloudsdkdws import v2


@cache
def client() -> v2.DwsClient:
    """Return a client. It looks its project up if PROJECT_ID does not name it."""
    url = os.environ["URL"]
    credentials = BasicCredentials(os.environ["ACCESS_KEY"], os.environ["SECRET_KEY"], os.environ.get("PROJECT_ID"))
    credentials.with_iam_endpoint(url)
    region = Region(os.environ["REGION"], url)
    return v2.DwsClient.new_builder().with_credentials(credentials).with_region(region).build()


def made(kind: str, given: Any) -> Any:
    """Return a value as the SDK's own models; `kind` is the type that the SDK declares for it."""
    of = re.fullmatch(r"list\[(\w+)]", kind)
    if of:
        return [made(of[1], each) for each in given]
    model = getattr(v2, kind, None)
    return model(**{name: made(model.openapi_types[name], value) for name, value in given.items()}) if model else given


def outcome(operation: str, given: Any) -> dict[str, Any]:
    request = made(f"{operation[0].upper()}{operation[1:]}Request", given)
    method = re.sub("([A-Z])", lambda letter: f"_{letter[0].lower()}", operation)
    try:
        return {"answer": getattr(client(), method)(request).to_dict()}
    except ServiceResponseException as error:
        shown = {"status": error.status_code, "code": error.error_code, "message": error.error_msg}
        return shown | {"request_id": error.request_id}


def main() -> None:
    print(json.dumps({"version": version("huaweicloudsdkdws")}), flush=True)
    for line in sys.stdin:
        call = json.loads(line)
        print(json.dumps(outcome(call["operation"], call["request"])), flush=True)


main()
