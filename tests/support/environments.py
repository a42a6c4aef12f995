"""Variables for `from_env()`; the fixture `empty_home` of conftest.py removes them."""

from dws_snapshots.settings.sources import HUAWEI, OPENSTACK, OVER_ALL

VARIABLES = (*HUAWEI, *OPENSTACK, *OVER_ALL, "HUAWEICLOUD_SDK_CREDENTIALS_FILE", "OS_CLOUD", "OS_CLIENT_CONFIG_FILE")
