"""`python3 -m dws_contract` is `dws-contract`."""

import sys

from dws_contract.cli import main

if __name__ == "__main__":
    sys.exit(main())
