"""The account that the reference serves by default: a demo account, which is no secret.

The project and the cluster are those of the source document's example request.
"""

PROJECT_ID = "89cd04f168b84af6be287f71730fdb4b"
PROJECT_NAME = "eu-demo_project"
CLUSTER_ID = "44b277eb-39be-4921-be31-3d61b43651d7"
CLUSTER_NAME = "dws-demo"

ACCESS_KEY = "DEMOACCESSKEY0000001"
SECRET_KEY = "demo-secret-key-that-is-no-secret-000001"

DOMAIN = "demo-domain"
USERNAME = "demo-user"
PASSWORD = "demo-password"
