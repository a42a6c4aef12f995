using System;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using Dws.Snapshots.Api;
using Dws.Snapshots.Client;
using Dws.Snapshots.Model;
using Newtonsoft.Json;

// Creates a snapshot: NAME CLUSTER_ID.
var configuration = new Configuration { BasePath = Env("DWS_ENDPOINT") };
configuration.ApiKey["X-Auth-Token"] = await Token();
var api = new SnapshotsApi(configuration);
try
{
    var request = new CreateSnapshotRequest(new Snapshot(args[0], args[1]));
    Console.WriteLine(api.CreateSnapshot(Env("OS_PROJECT_ID"), request).Snapshot.Id);
}
catch (ApiException error) when (error.ErrorContent is string content)
{
    var body = JsonConvert.DeserializeObject<Error>(content)!;
    var requestId = error.Headers.TryGetValue("X-Request-Id", out var values) ? values[0] : "unknown";
    Console.Error.WriteLine($"{error.ErrorCode} {body.ErrorCode} {body.ErrorMsg} (request {requestId})");
    Environment.Exit(1);
}

static string Env(string name) =>
    Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is missing");

// A token from IAM for a password. It holds for 24 hours.
static async Task<string> Token()
{
    var domain = new { name = Env("OS_USER_DOMAIN_NAME") };
    var user = new { name = Env("OS_USERNAME"), password = Env("OS_PASSWORD"), domain };
    var identity = new { methods = new[] { "password" }, password = new { user } };
    var scope = new { project = new { id = Env("OS_PROJECT_ID") } };
    var body = JsonConvert.SerializeObject(new { auth = new { identity, scope } });
    using var client = new HttpClient();
    using var content = new StringContent(body, Encoding.UTF8, "application/json");
    using var answer = await client.PostAsync($"{Env("OS_AUTH_URL")}/auth/tokens", content);
    answer.EnsureSuccessStatusCode();
    return answer.Headers.GetValues("X-Subject-Token").Single();
}
