from enum import StrEnum


class PublicIpPublicBindType(StrEnum):
    AUTO_ASSIGN = "auto_assign"
    BIND_EXISTING = "bind_existing"
    NOT_USE = "not_use"

    def __str__(self) -> str:
        return str(self.value)
