import os

from dws_contract import Options, run


def test_the_service_keeps_the_contract() -> None:
    report = run(
        Options(
            url=os.environ["DWS_ENDPOINT"],
            project_id=os.environ["HUAWEICLOUD_SDK_PROJECT_ID"],
            cluster_id="44b277eb-39be-4921-be31-3d61b43651d7",
            token=os.environ["OS_TOKEN"],
        )
    )
    assert report.conforms, report.summary()
