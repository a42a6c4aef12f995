import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dws.snapshots.ApiClient;
import dws.snapshots.ApiException;
import dws.snapshots.api.SnapshotsApi;
import dws.snapshots.model.CreateSnapshotRequest;
import dws.snapshots.model.Snapshot;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Makes the calls that standard input lists, with the generated client, and prints what came of each. */
public class Call {
  public static void main(String[] arguments) throws Exception {
    ApiClient client = new ApiClient();
    client.updateBaseUri(arguments[0]);
    client.setToken(System.getenv("DWS_TOKEN"));
    SnapshotsApi api = new SnapshotsApi(client);
    ObjectMapper json = new ObjectMapper();
    PrintStream output = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      output.println(json.writeValueAsString(outcome(api, json.readTree(line))));
    }
  }

  private static Map<String, Object> outcome(SnapshotsApi api, JsonNode call) {
    try {
      return Map.of("answer", answer(api, call));
    } catch (ApiException error) {
      return error.getCode() == 0 ? Map.of("failed", String.valueOf(error)) : Map.of("status", error.getCode());
    } catch (IllegalArgumentException error) {
      return Map.of("refused", error.getMessage());
    }
  }

  private static Object answer(SnapshotsApi api, JsonNode call) throws ApiException {
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
        return api.listSnapshotDetails(project, call.get("snapshot_id").textValue()).getSnapshot().getStatus();
      case "list":
        String cluster = call.get("cluster_id").textValue();
        return api.listClusterSnapshots(project, cluster, call.get("limit").intValue(), null, null, null).getCount();
      default:
        api.deleteSnapshot(project, call.get("snapshot_id").textValue());
        return "deleted";
    }
  }
}
