"""Clients by other people pass the test of `interop.life` on the reference: those that need few downloads."""

import pytest

from interop.clients import NEAR, Client
from interop.life import Life


@pytest.mark.parametrize("client", NEAR, ids=lambda client: f"{client.name}-{'key' if client.by_key else 'password'}")
def test_a_client_lives_through_the_life_of_a_snapshot(client: Client) -> None:
    client.prepare()
    Life(client).live()
