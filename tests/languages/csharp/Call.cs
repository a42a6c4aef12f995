using System;
using System.Collections.Generic;
using System.Linq;
using Dws.Snapshots.Api;
using Dws.Snapshots.Client;
using Dws.Snapshots.Model;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

/// <summary>
/// Makes the calls that standard input lists, with the generated client, and prints what came of each.
/// </summary>
public static class Call
{
    public static void Main(string[] arguments)
    {
        var configuration = new Configuration { BasePath = arguments[0] };
        configuration.ApiKey["X-Auth-Token"] = Environment.GetEnvironmentVariable("DWS_TOKEN");
        var api = new SnapshotsApi(configuration);
        for (var line = Console.In.ReadLine(); line != null; line = Console.In.ReadLine())
        {
            Console.Out.WriteLine(JsonConvert.SerializeObject(Outcome(api, JObject.Parse(line))));
        }
    }

    private static Dictionary<string, object> Outcome(SnapshotsApi api, JObject call)
    {
        try
        {
            return new Dictionary<string, object> { ["answer"] = Answer(api, call) };
        }
        catch (ApiException error)
        {
            return new Dictionary<string, object> { ["status"] = error.ErrorCode };
        }
        catch (ArgumentException error)
        {
            return new Dictionary<string, object> { ["refused"] = error.Message };
        }
        catch (Exception error)
        {
            return new Dictionary<string, object> { ["failed"] = error.ToString() };
        }
    }

    private static object Answer(SnapshotsApi api, JObject call)
    {
        var project = (string)call["project_id"];
        switch ((string)call["call"])
        {
            case "create":
                var given = call["snapshot"];
                var description = (string)given["description"];
                var snapshot = new Snapshot((string)given["name"], (string)given["cluster_id"], description);
                return api.CreateSnapshot(project, new CreateSnapshotRequest(snapshot)).Snapshot.Id;
            case "show":
                return api.ListSnapshotDetails(project, (string)call["snapshot_id"]).Snapshot.Status;
            case "all":
                return api.ListSnapshots(project).Snapshots.Select(one => one.Id);
            case "list":
                var page = api.ListClusterSnapshots(project, (string)call["cluster_id"], (int)call["limit"]);
                return page.Snapshots.Select(one => one.Id);
            case "restore":
                var restore = call["body"].ToObject<RestoreClusterRequest>();
                return api.RestoreCluster(project, (string)call["snapshot_id"], restore).Cluster.Id;
            case "copy":
                var copy = call["body"].ToObject<CopySnapshotRequest>();
                return api.CopySnapshot(project, (string)call["snapshot_id"], copy).SnapshotId;
            default:
                api.DeleteSnapshot(project, (string)call["snapshot_id"]);
                return "deleted";
        }
    }
}
