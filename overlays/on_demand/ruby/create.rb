# Creates a snapshot: NAME CLUSTER_ID.
require 'dws_snapshots'
require 'json'
require 'net/http'

# A token from IAM for a password. It holds for 24 hours.
def token
  user = { name: ENV.fetch('OS_USERNAME'), password: ENV.fetch('OS_PASSWORD'),
           domain: { name: ENV.fetch('OS_USER_DOMAIN_NAME') } }
  identity = { methods: ['password'], password: { user: user } }
  scope = { project: { id: ENV.fetch('OS_PROJECT_ID') } }
  body = { auth: { identity: identity, scope: scope } }.to_json
  iam = URI("#{ENV.fetch('OS_AUTH_URL')}/auth/tokens")
  answer = Net::HTTP.post(iam, body, 'Content-Type' => 'application/json')
  answer['X-Subject-Token'] or abort "IAM answered #{answer.code}"
end

endpoint = URI(ENV.fetch('DWS_ENDPOINT'))
DwsSnapshots.configure do |configuration|
  configuration.scheme = endpoint.scheme
  configuration.host = "#{endpoint.host}:#{endpoint.port}"
  configuration.api_key['X-Auth-Token'] = token
end
begin
  snapshot = DwsSnapshots::Snapshot.new(name: ARGV[0], cluster_id: ARGV[1])
  request = DwsSnapshots::CreateSnapshotRequest.new(snapshot: snapshot)
  puts DwsSnapshots::SnapshotsApi.new.create_snapshot(ENV.fetch('OS_PROJECT_ID'), request).snapshot.id
rescue DwsSnapshots::ApiError => e
  # Without a code there was no answer.
  raise unless e.code

  body = JSON.parse(e.response_body)
  abort "#{e.code} #{body['error_code']} #{body['error_msg']} (request #{e.response_headers['x-request-id'] || 'unknown'})"
end
