<?php
// Makes the calls that standard input lists, with the generated client, and prints what came of each.

use Dws\Snapshots\Api\SnapshotsApi;
use Dws\Snapshots\ApiException;
use Dws\Snapshots\Configuration;
use Dws\Snapshots\Model\CreateSnapshotRequest;
use Dws\Snapshots\Model\Snapshot;

require 'vendor/autoload.php';

function answer(SnapshotsApi $api, array $call): mixed
{
    $project = $call['project_id'];
    switch ($call['call']) {
        case 'create':
            $request = new CreateSnapshotRequest(['snapshot' => new Snapshot($call['snapshot'])]);
            return $api->createSnapshot($project, $request)->getSnapshot()->getId();
        case 'show':
            return $api->listSnapshotDetails($project, $call['snapshot_id'])->getSnapshot()->getStatus();
        case 'list':
            return $api->listClusterSnapshots($project, $call['cluster_id'], $call['limit'])->getCount();
        default:
            $api->deleteSnapshot($project, $call['snapshot_id']);
            return 'deleted';
    }
}

function outcome(SnapshotsApi $api, array $call): array
{
    try {
        return ['answer' => answer($api, $call)];
    } catch (ApiException $error) {
        return $error->getCode() ? ['status' => $error->getCode()] : ['failed' => $error->getMessage()];
    } catch (InvalidArgumentException $error) {
        return ['refused' => $error->getMessage()];
    }
}

$configuration = (new Configuration())->setHost($argv[1])->setApiKey('X-Auth-Token', getenv('DWS_TOKEN'));
$api = new SnapshotsApi(null, $configuration);
while ($line = fgets(STDIN)) {
    echo json_encode(outcome($api, json_decode($line, true))), "\n";
}
