<?php
// Makes the calls that standard input lists, with the generated client, and prints what came of each.

use Dws\Snapshots\Api\SnapshotsApi;
use Dws\Snapshots\ApiException;
use Dws\Snapshots\Configuration;
use Dws\Snapshots\Model\CopySnapshotRequest;
use Dws\Snapshots\Model\CreateSnapshotRequest;
use Dws\Snapshots\Model\RestoreClusterRequest;
use Dws\Snapshots\Model\Snapshot;
use Dws\Snapshots\Model\SnapshotDetail;
use Dws\Snapshots\ObjectSerializer;

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
        case 'all':
            return ids($api->listSnapshots($project)->getSnapshots());
        case 'list':
            return ids($api->listClusterSnapshots($project, $call['cluster_id'], $call['limit'])->getSnapshots());
        case 'restore':
            $request = body($call, RestoreClusterRequest::class);
            return $api->restoreCluster($project, $call['snapshot_id'], $request)->getCluster()->getId();
        case 'copy':
            return $api->copySnapshot($project, $call['snapshot_id'], body($call, CopySnapshotRequest::class))->getSnapshotId();
        default:
            $api->deleteSnapshot($project, $call['snapshot_id']);
            return 'deleted';
    }
}

function ids(array $snapshots): array
{
    return array_map(fn (SnapshotDetail $snapshot): string => $snapshot->getId(), $snapshots);
}

function body(array $call, string $class): object
{
    return ObjectSerializer::deserialize(json_decode(json_encode($call['body'])), $class);
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
