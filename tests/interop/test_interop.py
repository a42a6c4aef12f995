"""Clients that nobody here wrote live through the life of a snapshot on the reference: those that fetch little."""

import pytest

from interop.clients import NEAR, Client
from interop.life import Life


@pytest.mark.parametrize("client", NEAR, ids=lambda client: f"{client.name}-{'key' if client.by_key else 'password'}")
def test_a_client_lives_through_the_life_of_a_snapshot(client: Client) -> None:
    client.prepare()
    Life(client).live()
