import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dws.snapshots.ApiClient;
import dws.snapshots.ApiException;
import dws.snapshots.api.SnapshotsApi;
import dws.snapshots.model.CopySnapshotRequest;
import dws.snapshots.model.CreateSnapshotRequest;
import dws.snapshots.model.RestoreClusterRequest;
import dws.snapshots.model.Snapshot;
import dws.snapshots.model.SnapshotDetail;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes the calls that standard input lists, with the generated client, and prints what came of each. */
public class Call {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static void main(String[] arguments) throws Exception {
    ApiClient client = new ApiClient();
    client.updateBaseUri(arguments[0]);
    client.setToken(System.getenv("DWS_TOKEN"));
    SnapshotsApi api = new SnapshotsApi(client);
    PrintStream output = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      output.println(JSON.writeValueAsString(outcome(api, JSON.readTree(line))));
    }
  }

  private static Map<String, Object> outcome(SnapshotsApi api, JsonNode call) throws JsonProcessingException {
    try {
      return Map.of("answer", answer(api, call));
    } catch (ApiException error) {
      return error.getCode() == 0 ? Map.of("failed", String.valueOf(error)) : Map.of("status", error.getCode());
    } catch (IllegalArgumentException error) {
      return Map.of("refused", error.getMessage());
    }
  }

  private static Object answer(SnapshotsApi api, JsonNode call) throws ApiException, JsonProcessingException {
    String project = call.get("project_id").textValue();
    switch (call.get("call").textValue()) {
      case "create":
        JsonNode given = call.get("snapshot");
        Snapshot snapshot = new Snapshot();
        snapshot.name(given.get("name").textValue()).clusterId(given.get("cluster_id").textValue());
        if (given.has("description")) {
          snapshot.description(given.get("description").textValue());
        }
        return api.createSnapshot(project, new CreateSnapshotRequest().snapshot(snapshot)).getSnapshot().getId();
      case "show":
        return api.listSnapshotDetails(project, snapshot(call)).getSnapshot().getStatus();
      case "all":
        return ids(api.listSnapshots(project).getSnapshots());
      case "list":
        String cluster = call.get("cluster_id").textValue();
        int limit = call.get("limit").intValue();
        return ids(api.listClusterSnapshots(project, cluster, limit, null, null, null).getSnapshots());
      case "restore":
        RestoreClusterRequest restore = JSON.treeToValue(call.get("body"), RestoreClusterRequest.class);
        return api.restoreCluster(project, snapshot(call), restore).getCluster().getId();
      case "copy":
        CopySnapshotRequest copy = JSON.treeToValue(call.get("body"), CopySnapshotRequest.class);
        return api.copySnapshot(project, snapshot(call), copy).getSnapshotId();
      default:
        api.deleteSnapshot(project, snapshot(call));
        return "deleted";
    }
  }

  private static String snapshot(JsonNode call) {
    return call.get("snapshot_id").textValue();
  }

  private static List<String> ids(List<SnapshotDetail> snapshots) {
    return snapshots.stream().map(SnapshotDetail::getId).collect(Collectors.toList());
  }
}
