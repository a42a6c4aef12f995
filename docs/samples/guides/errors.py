from dws_snapshots import BadRequest, ConnectionFailed, DwsClient, InvalidRequest

CLUSTER = "44b277eb-39be-4921-be31-3d61b43651d7"

with DwsClient.from_env() as dws:
    try:
        print(dws.create_snapshot(name="3rd", cluster_id=CLUSTER).id)
    except InvalidRequest as error:
        print(f"Never sent. {error}")
    except BadRequest as error:
        print(f"Refused. {error.error_code}: {error.error_msg}")
    except ConnectionFailed as error:
        if error.may_have_been_sent:
            print("Look whether it exists.")
        else:
            print("Send it again.")
