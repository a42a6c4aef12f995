# Makes the calls that standard input lists, with the generated client, and prints what came of each.
require 'dws_snapshots'
require 'json'
require 'uri'

def answer(api, call)
  project = call['project_id']
  case call['call']
  when 'create'
    snapshot = DwsSnapshots::Snapshot.new(call['snapshot'])
    api.create_snapshot(project, DwsSnapshots::CreateSnapshotRequest.new(snapshot: snapshot)).snapshot.id
  when 'show'
    api.list_snapshot_details(project, call['snapshot_id']).snapshot.status
  when 'all'
    api.list_snapshots(project).snapshots.map(&:id)
  when 'list'
    api.list_cluster_snapshots(project, call['cluster_id'], limit: call['limit']).snapshots.map(&:id)
  when 'restore'
    request = DwsSnapshots::RestoreClusterRequest.build_from_hash(call['body'])
    api.restore_cluster(project, call['snapshot_id'], request).cluster.id
  when 'copy'
    request = DwsSnapshots::CopySnapshotRequest.build_from_hash(call['body'])
    api.copy_snapshot(project, call['snapshot_id'], request).snapshot_id
  when 'delete'
    api.delete_snapshot(project, call['snapshot_id'])
    'deleted'
  end
end

def outcome(api, call)
  { answer: answer(api, call) }
rescue DwsSnapshots::ApiError => e
  e.code ? { status: e.code } : { failed: e.message }
rescue JSON::ParserError => e
  { failed: e.message }
rescue ArgumentError => e
  { refused: e.message }
end

url = URI(ARGV[0])
DwsSnapshots.configure do |configuration|
  configuration.scheme = url.scheme
  configuration.host = "#{url.host}:#{url.port}"
  configuration.api_key['X-Auth-Token'] = ENV.fetch('DWS_TOKEN')
end
api = DwsSnapshots::SnapshotsApi.new
$stdin.each_line { |line| puts JSON.generate(outcome(api, JSON.parse(line))) }
