import com.fasterxml.jackson.databind.ObjectMapper;
import dws.snapshots.ApiClient;
import dws.snapshots.ApiException;
import dws.snapshots.api.SnapshotsApi;
import dws.snapshots.model.CreateSnapshotRequest;
import dws.snapshots.model.Error;
import dws.snapshots.model.Snapshot;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/** Creates a snapshot: NAME CLUSTER_ID. */
public class Create {
  public static void main(String[] arguments) throws Exception {
    ApiClient client = new ApiClient();
    client.updateBaseUri(System.getenv("DWS_ENDPOINT"));
    client.setToken(token());
    Snapshot snapshot = new Snapshot().name(arguments[0]).clusterId(arguments[1]);
    CreateSnapshotRequest request = new CreateSnapshotRequest().snapshot(snapshot);
    try {
      SnapshotsApi api = new SnapshotsApi(client);
      System.out.println(api.createSnapshot(System.getenv("OS_PROJECT_ID"), request).getSnapshot().getId());
    } catch (ApiException error) {
      Error body = error.getError();
      // No answer, or none of the service's own.
      if (body == null) {
        throw error;
      }
      String requestId = error.getResponseHeaders().firstValue("X-Request-Id").orElse("unknown");
      System.err.printf("%d %s %s (request %s)%n", error.getCode(), body.getErrorCode(), body.getErrorMsg(), requestId);
      System.exit(1);
    }
  }

  /** A token from IAM for a password. It holds for 24 hours. */
  private static String token() throws Exception {
    Map<String, String> env = System.getenv();
    Map<String, ?> domain = Map.of("name", env.get("OS_USER_DOMAIN_NAME"));
    Map<String, ?> user = Map.of("name", env.get("OS_USERNAME"), "password", env.get("OS_PASSWORD"), "domain", domain);
    Map<String, ?> identity = Map.of("methods", List.of("password"), "password", Map.of("user", user));
    Map<String, ?> scope = Map.of("project", Map.of("id", env.get("OS_PROJECT_ID")));
    String body = new ObjectMapper().writeValueAsString(Map.of("auth", Map.of("identity", identity, "scope", scope)));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(env.get("OS_AUTH_URL") + "/auth/tokens"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<Void> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
    return answer.headers().firstValue("X-Subject-Token")
        .orElseThrow(() -> new IllegalStateException("IAM answered " + answer.statusCode()));
  }
}
