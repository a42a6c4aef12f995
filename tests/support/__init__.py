"""What tests and programs share: servers, clients, proxies, running programs."""
