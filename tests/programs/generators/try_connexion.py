"""Serve the given document with its examples as answers, and check that a request without credentials is refused."""

import logging
import sys
from pathlib import Path

import connexion
from connexion.exceptions import InvalidSpecification
from connexion.mock import MockResolver

logging.disable(logging.WARNING)
document = Path(sys.argv[1])
app = connexion.AsyncApp(__name__, specification_dir=document.parent)
try:
    app.add_api(document.name, resolver=MockResolver(mock_all=True))
except InvalidSpecification as error:
    sys.exit(error.message)
with app.test_client() as client:
    status = client.get("/v1.0/89cd04f168b84af6be287f71730fdb4b/snapshots").status_code
if status != 401:
    sys.exit(f"it answers {status} where credentials are missing")
