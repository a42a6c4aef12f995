import dws.snapshots.apis.SnapshotsApi
import dws.snapshots.infrastructure.ApiClient
import dws.snapshots.infrastructure.ClientException
import dws.snapshots.infrastructure.Serializer
import dws.snapshots.infrastructure.ServerException
import dws.snapshots.models.CreateSnapshotRequest
import dws.snapshots.models.Snapshot

private val json = Serializer.moshi.adapter(Any::class.java)

/** Makes the calls that standard input lists, with the generated client, and prints what came of each. */
fun main(arguments: Array<String>) {
    ApiClient.apiKey["X-Auth-Token"] = System.getenv("DWS_TOKEN")
    val api = SnapshotsApi(arguments[0])
    generateSequence(::readLine).forEach { println(json.toJson(outcome(api, json.fromJson(it) as Map<*, *>))) }
}

private fun outcome(api: SnapshotsApi, call: Map<*, *>): Map<String, Any> =
    try {
        mapOf("answer" to answer(api, call))
    } catch (error: ClientException) {
        mapOf("status" to error.statusCode)
    } catch (error: ServerException) {
        mapOf("status" to error.statusCode)
    } catch (error: IllegalArgumentException) {
        mapOf("refused" to error.message.orEmpty())
    } catch (error: Exception) {
        mapOf("failed" to error.toString())
    }

private fun answer(api: SnapshotsApi, call: Map<*, *>): Any {
    val project = call["project_id"] as String
    return when (call["call"]) {
        "create" -> {
            val given = call["snapshot"] as Map<*, *>
            val description = given["description"] as String?
            val snapshot = Snapshot(given["name"] as String, given["cluster_id"] as String, description)
            api.createSnapshot(project, CreateSnapshotRequest(snapshot)).snapshot.id
        }
        "show" -> api.listSnapshotDetails(project, call["snapshot_id"] as String).snapshot.status
        "all" -> api.listSnapshots(project).snapshots.map { it.id }
        "list" -> {
            val limit = (call["limit"] as Double).toInt()
            api.listClusterSnapshots(project, call["cluster_id"] as String, limit, null, null, null).snapshots.map { it.id }
        }
        "restore" -> api.restoreCluster(project, call["snapshot_id"] as String, body(call)).cluster.id
        "copy" -> api.copySnapshot(project, call["snapshot_id"] as String, body(call)).snapshotId
        else -> {
            api.deleteSnapshot(project, call["snapshot_id"] as String)
            "deleted"
        }
    }
}

private inline fun <reified T> body(call: Map<*, *>): T = Serializer.moshi.adapter(T::class.java).fromJsonValue(call["body"])!!
