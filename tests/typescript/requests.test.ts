/** The requests that the client sends, and the calls that it refuses. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";

import {
  AkSkAuth,
  DwsClient,
  InvalidRequest,
  PasswordAuth,
  TokenAuth,
  type Auth,
  type SnapshotDetail,
} from "dws-snapshots";
import { ConstraintError, decodeResult, encodeRequest, exchange, isSuccess, operations } from "dws-snapshots/generated";

import {
  answer,
  camelCased,
  cases,
  client,
  CLUSTER_ID,
  CREATED,
  ID,
  inCamelCase,
  PROJECT_ID,
  RawServer,
  refusingUrl,
  SNAPSHOT,
} from "./support.ts";

interface Case {
  readonly case: string;
  readonly field: string | null;
  readonly project_id?: string;
  readonly snapshot?: object;
  readonly operation?: keyof typeof VECTORS;
  readonly parameters?: Record<string, unknown>;
  readonly body?: any;
}

const DETAIL = {
  id: ID,
  name: "snapshot-3",
  status: "FUTURE",
  type: "AUTO",
  cluster_id: CLUSTER_ID,
  started: "2026-11-24T03:59:23Z",
};
const PAGE = { project_id: PROJECT_ID, cluster_id: CLUSTER_ID, snapshots: [], count: 0 };
/** Of each operation: its path, a good answer, and the call with an ID, a query and a body in camel case. */
const VECTORS = {
  createSnapshot: [
    "/snapshots",
    200,
    CREATED,
    (dws: DwsClient, _: string, __: any, body: any) => dws.createSnapshot(body.snapshot),
  ],
  listSnapshotDetails: [
    "/snapshots/{}",
    200,
    JSON.stringify({ snapshot: DETAIL }),
    (dws: DwsClient, id: string) => dws.listSnapshotDetails(id),
  ],
  deleteSnapshot: [
    "/snapshots/{}",
    202,
    "",
    (dws: DwsClient, id: string) => dws.deleteSnapshot(id),
  ],
  restoreCluster: [
    "/snapshots/{}/actions",
    200,
    JSON.stringify({ cluster: { id: ID } }),
    (dws: DwsClient, id: string, _: any, body: any) => dws.restoreCluster(id, body.restore),
  ],
  copySnapshot: [
    "/snapshots/{}/linked-copy",
    200,
    JSON.stringify({ snapshot_id: ID }),
    (dws: DwsClient, id: string, _: any, body: any) => dws.copySnapshot(id, body),
  ],
  listClusterSnapshots: [
    "/clusters/{}/snapshots",
    200,
    JSON.stringify(PAGE),
    (dws: DwsClient, id: string, query: any) => dws.listClusterSnapshots(id, query),
  ],
} as const;

for (const given of cases<Case>("constraints")) {
  test(`vector: ${given.case}`, async () => {
    const { operation = "createSnapshot", parameters = {}, body = given.snapshot && { snapshot: given.snapshot } } = given;
    const { snapshot_id, cluster_id, ...query } = parameters;
    const id = (operation === "listClusterSnapshots" ? cluster_id : snapshot_id) as string;
    const [path, status, content, call] = VECTORS[operation];
    await using server = await RawServer.start(answer(status, content));
    const projectId = "project_id" in given ? given.project_id! : PROJECT_ID;
    const calling = async () => call(client(server.url, { projectId }), id, camelCased(query), camelCased(body));
    if (given.field === null) {
      await calling();
      const sent = new URL(server.requests[0]!.split(" ")[1]!, server.url);
      assert.equal(sent.pathname, `/v1.0/${projectId}${path.replace("{}", id)}`);
      const expected = Object.entries(query).map(([name, value]) => [name, String(value)]);
      assert.deepEqual(Object.fromEntries(sent.searchParams), Object.fromEntries(expected));
      if (body === undefined) assert.match(server.requests[0]!, /\r\n\r\n$/);
      else assert.deepEqual(server.body(0), body);
    } else {
      const field = inCamelCase(given.field);
      await assert.rejects(calling, (error) => {
        assert.ok(error instanceof InvalidRequest);
        assert.equal(error.field, field);
        return error.message.startsWith(`${field} must `);
      });
      assert.deepEqual(server.requests, []);
    }
  });
}

test("an omitted description is not sent", async () => {
  await using server = await RawServer.start(answer(200, CREATED));
  const dws = client(server.url);
  await dws.createSnapshot(SNAPSHOT);
  await dws.createSnapshot({ ...SNAPSHOT, description: undefined as never });
  await dws.createSnapshot({ ...SNAPSHOT, description: "" });
  const sent = { name: "snapshot-3", cluster_id: CLUSTER_ID };
  assert.deepEqual(
    [0, 1, 2].map((index) => server.body(index)),
    [{ snapshot: sent }, { snapshot: sent }, { snapshot: { ...sent, description: "" } }],
  );
});

for (const [given, field] of [
  [undefined, "snapshot"],
  [null, "snapshot"],
  ["x", "snapshot"],
  [{}, "snapshot.name"],
  [{ name: "abcd" }, "snapshot.clusterId"],
  [{ ...SNAPSHOT, cluster_id: "x" }, "snapshot.cluster_id"],
  [{ ...SNAPSHOT, descripton: "x" }, "snapshot.descripton"],
] as const) {
  test(`createSnapshot(${JSON.stringify(given)}) says what is wrong`, async () => {
    await assert.rejects(client("http://127.0.0.1:1").createSnapshot(given as never), {
      name: "InvalidRequest",
      field,
    });
  });
}

const SHOWN: SnapshotDetail = {
  id: ID,
  name: "snapshot-3",
  status: "FUTURE",
  type: "AUTO",
  clusterId: CLUSTER_ID,
  started: DETAIL.started,
};

interface Call {
  readonly call: (dws: DwsClient) => Promise<unknown>;
  readonly line: string;
  readonly body?: unknown;
  readonly status?: number;
  readonly answered: unknown;
  readonly result: unknown;
}

const CALLS: Record<string, Call> = {
  listSnapshots: {
    call: (dws) => dws.listSnapshots(),
    line: `GET /v1.0/${PROJECT_ID}/snapshots`,
    answered: { snapshots: [{ ...DETAIL, future_member: 1 }], count: 1 },
    result: [SHOWN],
  },
  listSnapshotDetails: {
    call: (dws) => dws.listSnapshotDetails(ID.toUpperCase()),
    line: `GET /v1.0/${PROJECT_ID}/snapshots/${ID.toUpperCase()}`,
    answered: { snapshot: { ...DETAIL, fine_grained_backup_detail: { schema_list: ["public"] }, bak_keep_day: 7 } },
    result: { ...SHOWN, fineGrainedBackupDetail: { schemaList: ["public"] }, bakKeepDay: 7 },
  },
  deleteSnapshot: {
    call: (dws) => dws.deleteSnapshot(ID),
    line: `DELETE /v1.0/${PROJECT_ID}/snapshots/${ID}`,
    status: 202,
    answered: "",
    result: undefined,
  },
  restoreCluster: {
    call: (dws) =>
      dws.restoreCluster(ID, { name: "dws-restored", port: 8001, publicIp: { publicBindType: "not_use", eipId: "" } }),
    line: `POST /v1.0/${PROJECT_ID}/snapshots/${ID}/actions`,
    body: { restore: { name: "dws-restored", port: 8001, public_ip: { public_bind_type: "not_use", eip_id: "" } } },
    answered: { cluster: { id: CLUSTER_ID } },
    result: { id: CLUSTER_ID },
  },
  copySnapshot: {
    call: (dws) => dws.copySnapshot(ID, { backupName: "kept" }),
    line: `POST /v1.0/${PROJECT_ID}/snapshots/${ID}/linked-copy`,
    body: { backup_name: "kept" },
    answered: { snapshot_id: CLUSTER_ID },
    result: { snapshotId: CLUSTER_ID },
  },
};

for (const [name, { call, line, body, status = 200, answered, result }] of Object.entries(CALLS)) {
  test(`${name} sends its request and returns its result`, async () => {
    await using server = await RawServer.start(answer(status, answered === "" ? "" : JSON.stringify(answered)));
    assert.deepEqual(await call(client(server.url)), result);
    assert.equal(server.requests[0]!.split(" HTTP/1.1\r\n")[0], line);
    assert.match(server.header(0, "user-agent")!, /^dws-snapshots-typescript\/\d+\.\d+\.\d+$/);
    if (body === undefined) assert.equal(server.header(0, "content-type"), undefined);
    else assert.deepEqual(server.body(0), body);
  });
}

for (const [what, call] of Object.entries({
  snapshotId: (dws: DwsClient) => dws.listSnapshotDetails("../clusters"),
  clusterId: (dws: DwsClient) => dws.listClusterSnapshots(".."),
  limit: (dws: DwsClient) => dws.listClusterSnapshots(CLUSTER_ID, { limit: 1.5 }),
  offset: (dws: DwsClient) => dws.listClusterSnapshots(CLUSTER_ID, { offset: -1 }),
  sortDir: (dws: DwsClient) => dws.listClusterSnapshots(CLUSTER_ID, { sortDir: "up" as never }),
  "restore.port": (dws: DwsClient) => dws.restoreCluster(ID, { name: "abcd", port: 80 }),
  "restore.publicIp.publicBindType": (dws: DwsClient) =>
    dws.restoreCluster(ID, { name: "abcd", publicIp: { publicBindType: "none" as never } }),
  "restore.ipv6Enable": (dws: DwsClient) => dws.restoreCluster(ID, { name: "abcd", ipv6Enable: "yes" as never }),
  backupName: (dws: DwsClient) => dws.copySnapshot(ID, { backupName: "a" }),
  sort_key: (dws: DwsClient) => dws.listClusterSnapshots(CLUSTER_ID, { sort_key: "name" } as never),
  "restore.publicIp.eip": (dws: DwsClient) => dws.restoreCluster(ID, { name: "abcd", publicIp: { eip: ID } as never }),
  timeout: (dws: DwsClient) => dws.listSnapshots({ timeout: -1 }),
  signal: (dws: DwsClient) => dws.listSnapshots({ signal: {} as never }),
  onProgress: (dws: DwsClient) => dws.waitUntilAvailable(ID, { onProgress: "print" as never }),
})) {
  test(`${what} is checked before anything is sent`, async () => {
    await using server = await RawServer.start(answer(200));
    await assert.rejects(call(client(server.url)), { name: "InvalidRequest", field: what });
    assert.deepEqual(server.requests, []);
  });
}

for (const [given, message] of [
  [{ name: "3rd" }, `name must be 4 to 64 letters, digits, hyphens (-) and underscores (_), the first one a letter; given "3rd"`],
  [{ clusterId: "prod-1" }, 'clusterId must be a UUID; given "prod-1"'],
  [{ clusterId: 5 }, "clusterId must be a UUID; given 5"],
  [{ clusterId: "a".repeat(58) + "😀" }, `clusterId must be a UUID; given "${"a".repeat(58)}…`],
  [{ description: "a<b" }, `description must be at most 256 characters, none of them one of ! < > ' = & "; given "a<b"`],
] as const) {
  test(`a message says what ${JSON.stringify(given)} must be, and no pattern`, async () => {
    const call = client("http://127.0.0.1:1").createSnapshot({ ...SNAPSHOT, ...given } as never);
    await assert.rejects(call, { name: "InvalidRequest", message: `snapshot.${message}` });
  });
}

test("the bare generated client checks too", async () => {
  const data = (name: string) => ({ path: { projectId: PROJECT_ID }, body: { snapshot: { ...SNAPSHOT, name } } });
  assert.throws(() => encodeRequest(operations.createSnapshot, data("a.bc")), ConstraintError);
  const { target, headers, ...encoded } = encodeRequest(operations.createSnapshot, data("abcd"));
  await using server = await RawServer.start(answer(200, CREATED));
  const send = (address: string) => {
    const request = { ...encoded, headers: { ...headers, "X-Auth-Token": "t" }, url: new URL(address + target) };
    return exchange(request, { fetch, timeout: 5_000 });
  };
  const answered = await send(server.url);
  assert.ok(isSuccess(answered.status));
  assert.equal(decodeResult(operations.createSnapshot, JSON.parse(answered.body)).snapshot.id, ID);
  await assert.rejects(send(await refusingUrl()), { name: "NoAnswer", late: false, mayHaveBeenSent: false });
  assert.deepEqual(server.body(0), { snapshot: { name: "abcd", cluster_id: CLUSTER_ID } });
});

for (const [argument, value] of [
  ["endpoint", "dws.example"],
  ["endpoint", "ftp://dws.example"],
  ["endpoint", "https://"],
  ["endpoint", "https://dws.example?region=eu-de"],
  ["endpoint", "https://dws.example#x"],
  ["endpoint", "https://dws.example?"],
  ["endpoint", "https://dws.example/#"],
  ["endpoint", " https://dws.example "],
  ["endpoint", "https:dws.example"],
  ["endpoint", "https:///dws.example"],
  ["endpoint", "https:\\\\dws.example"],
  ["endpoint", "https://dws.example/a\nb"],
  ["endpoint", "https://user:hunter2@dws.example"],
  ["endpoint", "https://dws..example"],
  ["endpoint", `https://${"d".repeat(64)}.example`],
  ["endpoint", "https://dws.example:65536"],
  ["endpoint", null],
  ["auth", "hunter2"],
  ["auth", null],
  ["fetch", "fetch"],
  ["timeout", 0],
  ["timeout", null],
  ["timeout", NaN],
  ["timeout", Infinity],
  ["timeout", 2 ** 31],
  ["timeout", "5"],
] as const) {
  test(`${argument}: ${value} is refused by name`, () => {
    const { endpoint, ...options } = { endpoint: "http://127.0.0.1:1", [argument]: value } as { endpoint: string };
    assert.throws(
      () => client(endpoint, options),
      (error) => {
        assert.ok(error instanceof InvalidRequest);
        assert.doesNotMatch(error.stack! + inspect(error), /hunter2/);
        return error.field === argument;
      },
    );
  });
}

const SECRETS = /the-secret-key|the-security-token|the-token|the-password/;
const WAYS: Auth[] = [
  new AkSkAuth("the-access-key", "the-secret-key", "the-security-token"),
  new TokenAuth("the-token"),
  new PasswordAuth("https://iam.example", {
    username: "u",
    password: "the-password",
    domainName: "d",
    projectName: "p",
  }),
];

for (const auth of WAYS) {
  test(`${auth.constructor.name} shows no secret, and settings can't be changed`, () => {
    const dws = client("https://dws.example", { auth });
    for (const object of [auth, dws]) {
      const shown = [
        String(object),
        JSON.stringify(object),
        inspect(object, { showHidden: true, depth: 9 }),
        Object.keys(object),
      ];
      assert.doesNotMatch(shown.join("\n"), SECRETS);
      for (const name of Object.keys(object)) {
        assert.throws(() => Object.assign(object, { [name]: null }), TypeError);
      }
    }
  });
}

for (const endpoint of ["https://dws.example.", "http://[::1]:8080", "https://d_w-s.example:65535", "http://1.2.3.4"]) {
  test(`${endpoint} is an address`, () => assert.equal(client(endpoint).endpoint, endpoint));
}

test("a client and a password without options say what is missing", () => {
  assert.throws(() => new DwsClient("https://dws.example", undefined as never), { field: "projectId" });
  assert.throws(() => new PasswordAuth("https://iam.example", null as never), { field: "username" });
});

for (const value of [" sk", "sk\n", "sk\r\n", "\tsk", " "]) {
  test(`a secret key ${JSON.stringify(value)} is refused and not shown`, () => {
    assert.throws(() => new AkSkAuth("ak", value), {
      name: "InvalidRequest",
      message: "secretKey must not have spaces or line feeds around it; given a value that is not shown",
    });
  });
}

test("a test may replace methods of a client and of a way to prove an identity", async (context) => {
  const auth = new TokenAuth("a-token");
  const dws = client("http://127.0.0.1:1", { auth });
  context.mock.method(dws, "listSnapshots", async () => []);
  context.mock.method(auth, "secrets", () => ["another"]);
  assert.deepEqual([await dws.listSnapshots(), auth.secrets()], [[], ["another"]]);
});

test("globalThis.fetch is looked up at each call", async (context) => {
  const dws = client("https://dws.example");
  context.mock.method(globalThis, "fetch", async () => new Response(CREATED));
  assert.equal((await dws.createSnapshot(SNAPSHOT)).id, ID);
});

test("where there is no Web Crypto, a signature says so", async () => {
  const descriptor = Object.getOwnPropertyDescriptor(globalThis, "crypto")!;
  Object.defineProperty(globalThis, "crypto", { value: {}, configurable: true });
  try {
    const call = client("http://127.0.0.1:1", { auth: new AkSkAuth("ak", "sk") }).createSnapshot(SNAPSHOT);
    await assert.rejects(call, { name: "DwsError", message: /^a signature needs Web Crypto/ });
  } finally {
    Object.defineProperty(globalThis, "crypto", descriptor);
  }
});

for (const value of ["", "two words", "line\nfeed", "token\r\n", " token", "ümlaut", null, 5]) {
  test(`a credential ${JSON.stringify(value)} that no header can hold is refused and not shown`, () => {
    const bad = value as string;
    for (const make of [() => new TokenAuth(bad), () => new AkSkAuth(bad, "sk"), () => new AkSkAuth("ak", "sk", bad)]) {
      assert.throws(
        make,
        (error) => error instanceof InvalidRequest && /not shown$/.test(error.message) && error.value === undefined,
      );
    }
  });
}
