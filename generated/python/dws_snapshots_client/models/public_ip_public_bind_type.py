from typing import Literal

PublicIpPublicBindType = Literal["", "auto_assign", "bind_existing", "not_use"]

PUBLIC_IP_PUBLIC_BIND_TYPE_VALUES: set[PublicIpPublicBindType] = {"", "auto_assign", "bind_existing", "not_use"}


def check_public_ip_public_bind_type(value: str) -> PublicIpPublicBindType:
    if value in PUBLIC_IP_PUBLIC_BIND_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {PUBLIC_IP_PUBLIC_BIND_TYPE_VALUES!r}")
