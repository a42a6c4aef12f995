<?php
// Creates a snapshot: NAME CLUSTER_ID.

use Dws\Snapshots\Api\SnapshotsApi;
use Dws\Snapshots\ApiException;
use Dws\Snapshots\Configuration;
use Dws\Snapshots\Model\CreateSnapshotRequest;
use Dws\Snapshots\Model\Error;
use Dws\Snapshots\Model\Snapshot;

require 'vendor/autoload.php';

// A token from IAM for a password. It holds for 24 hours.
function token(): string
{
    $domain = ['name' => getenv('OS_USER_DOMAIN_NAME')];
    $user = ['name' => getenv('OS_USERNAME'), 'password' => getenv('OS_PASSWORD'), 'domain' => $domain];
    $identity = ['methods' => ['password'], 'password' => ['user' => $user]];
    $scope = ['project' => ['id' => getenv('OS_PROJECT_ID')]];
    $body = ['auth' => ['identity' => $identity, 'scope' => $scope]];
    $iam = new GuzzleHttp\Client(['timeout' => 60]);
    return $iam->post(getenv('OS_AUTH_URL') . '/auth/tokens', ['json' => $body])->getHeaderLine('X-Subject-Token');
}

$configuration = (new Configuration())->setHost(getenv('DWS_ENDPOINT'))->setApiKey('X-Auth-Token', token());
$api = new SnapshotsApi(null, $configuration);
$snapshot = new Snapshot(['name' => $argv[1], 'cluster_id' => $argv[2]]);
try {
    $request = new CreateSnapshotRequest(['snapshot' => $snapshot]);
    echo $api->createSnapshot(getenv('OS_PROJECT_ID'), $request)->getSnapshot()->getId(), "\n";
} catch (ApiException $error) {
    $body = $error->getResponseObject();
    // No answer, or none of the service's own.
    if (!$body instanceof Error) {
        throw $error;
    }
    $requestId = array_change_key_case($error->getResponseHeaders())['x-request-id'][0] ?? 'unknown';
    $parts = [$error->getCode(), $body->getErrorCode(), $body->getErrorMsg(), $requestId];
    fwrite(STDERR, vsprintf("%d %s %s (request %s)\n", $parts));
    exit(1);
}
