import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.exception.ServiceResponseException;
import com.huaweicloud.sdk.core.region.Region;
import com.huaweicloud.sdk.core.utils.JsonUtils;
import com.huaweicloud.sdk.dws.v2.DwsClient;
import com.huaweicloud.sdk.dws.v2.model.*;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.BiFunction;

/** Reads calls from standard input, makes them with huaweicloud-sdk-dws, and prints each result. */
public class Interop {
  private static final ObjectMapper JSON = JsonUtils.getDefaultMapper();
  private static DwsClient client;

  public static void main(String[] arguments) throws IOException {
    Properties described = new Properties();
    described.load(Interop.class.getResourceAsStream("/META-INF/maven/com.huaweicloud.sdk/huaweicloud-sdk-dws/pom.properties"));
    System.out.println(JSON.writeValueAsString(Map.of("version", described.get("version"))));
    Map<String, BiFunction<DwsClient, JsonNode, Object>> calls =
        Map.of(
            "copySnapshot", calling(CopySnapshotRequest.class, DwsClient::copySnapshot),
            "createSnapshot", calling(CreateSnapshotRequest.class, DwsClient::createSnapshot),
            "deleteSnapshot", calling(DeleteSnapshotRequest.class, DwsClient::deleteSnapshot),
            "listClusterDetails", calling(ListClusterDetailsRequest.class, DwsClient::listClusterDetails),
            "listClusterSnapshots", calling(ListClusterSnapshotsRequest.class, DwsClient::listClusterSnapshots),
            "listClusters", calling(ListClustersRequest.class, DwsClient::listClusters),
            "listSnapshotDetails", calling(ListSnapshotDetailsRequest.class, DwsClient::listSnapshotDetails),
            "listSnapshots", calling(ListSnapshotsRequest.class, DwsClient::listSnapshots),
            "restoreCluster", calling(RestoreClusterRequest.class, DwsClient::restoreCluster));
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      JsonNode call = JSON.readTree(line);
      System.out.println(JSON.writeValueAsString(outcome(calls.get(call.get("operation").textValue()), call)));
    }
  }

  /** Returns a client. It looks its project up if PROJECT_ID does not name it. */
  private static DwsClient client() {
    String url = System.getenv("URL");
    BasicCredentials credentials =
        new BasicCredentials()
            .withAk(System.getenv("ACCESS_KEY"))
            .withSk(System.getenv("SECRET_KEY"))
            .withProjectId(System.getenv("PROJECT_ID"))
            .withIamEndpoint(url);
    Region region = new Region(System.getenv("REGION"), url);
    return DwsClient.newBuilder().withCredential(credentials).withRegion(region).build();
  }

  private static <Q, A> BiFunction<DwsClient, JsonNode, Object> calling(
      Class<Q> request, BiFunction<DwsClient, Q, A> method) {
    return (client, given) -> method.apply(client, JSON.convertValue(given, request));
  }

  private static Map<String, Object> outcome(BiFunction<DwsClient, JsonNode, Object> method, JsonNode call) {
    Map<String, Object> outcome = new LinkedHashMap<>();
    try {
      if (client == null) {
        client = client();
      }
      outcome.put("answer", method.apply(client, call.get("request")));
    } catch (ServiceResponseException error) {
      outcome.put("status", error.getHttpStatusCode());
      outcome.put("code", error.getErrorCode());
      outcome.put("message", error.getErrorMsg());
      outcome.put("request_id", error.getRequestId());
    }
    return outcome;
  }
}
