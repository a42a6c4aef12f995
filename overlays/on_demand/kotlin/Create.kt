import dws.snapshots.apis.SnapshotsApi
import dws.snapshots.infrastructure.ApiClient
import dws.snapshots.infrastructure.ClientError
import dws.snapshots.infrastructure.ClientException
import dws.snapshots.infrastructure.Serializer
import dws.snapshots.models.CreateSnapshotRequest
import dws.snapshots.models.Error
import dws.snapshots.models.Snapshot
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import kotlin.system.exitProcess

/** Creates a snapshot: NAME CLUSTER_ID. */
fun main(arguments: Array<String>) {
    ApiClient.apiKey["X-Auth-Token"] = token()
    val api = SnapshotsApi(System.getenv("DWS_ENDPOINT"))
    val request = CreateSnapshotRequest(Snapshot(arguments[0], arguments[1]))
    try {
        println(api.createSnapshot(System.getenv("OS_PROJECT_ID"), request).snapshot.id)
    } catch (error: ClientException) {
        // A status from 500 on is a ServerException with a ServerError.
        val answer = error.response as ClientError<*>
        val body = Serializer.moshi.adapter(Error::class.java).fromJson(answer.body.toString())!!
        val requestId = answer.headers["x-request-id"]?.first() ?: "unknown"
        System.err.println("${answer.statusCode} ${body.errorCode} ${body.errorMsg} (request $requestId)")
        exitProcess(1)
    }
}

/** A token from IAM for a password. It holds for 24 hours. */
private fun token(): String {
    val env = System.getenv()
    val domain = mapOf("name" to env["OS_USER_DOMAIN_NAME"])
    val user = mapOf("name" to env["OS_USERNAME"], "password" to env["OS_PASSWORD"], "domain" to domain)
    val identity = mapOf("methods" to listOf("password"), "password" to mapOf("user" to user))
    val scope = mapOf("project" to mapOf("id" to env["OS_PROJECT_ID"]))
    val auth = mapOf("auth" to mapOf("identity" to identity, "scope" to scope))
    val body = Serializer.moshi.adapter(Any::class.java).toJson(auth)
    val request = HttpRequest.newBuilder(URI(env["OS_AUTH_URL"] + "/auth/tokens"))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build()
    val answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding())
    return answer.headers().firstValue("X-Subject-Token").orElseThrow { IllegalStateException("IAM answered ${answer.statusCode()}") }
}
