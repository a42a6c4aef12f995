/** Iteration, against a service that has both editions of pages, and whose snapshots change meanwhile. */

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";

import { UnexpectedResponse } from "dws-snapshots";

import { answer, client, CLUSTER_ID, ID, load, RawServer, type Behaviour } from "./support.ts";

interface Played {
  readonly edition: "pages" | "records" | "neither";
  readonly total: number;
  readonly cap: number | null;
  readonly count: boolean;
  readonly count_more: number;
  readonly oldest_first?: true;
  readonly events: { readonly after_read: number; readonly delete?: number[]; readonly create?: number }[];
}

interface Case {
  readonly name: string;
  readonly service: Played;
  readonly limit: number | null;
  readonly yields?: "every";
  readonly unexpected?: true;
  readonly reads_at_most: number;
}

class Service implements AsyncDisposable {
  readonly existed: Set<string>;
  /** Those that are there from beginning to end. */
  readonly lasting: Set<string>;
  reads = 0;
  readonly #played: Played;
  #present: string[];
  readonly #server = createServer((request, response) => {
    response.end(JSON.stringify(this.#page(new URL(request.url!, "http://x").searchParams)));
  });

  private constructor(played: Played) {
    this.#played = played;
    this.#present = Array.from({ length: played.total }, () => randomUUID());
    this.existed = new Set(this.#present);
    this.lasting = new Set(this.#present);
  }

  static async start(played: Played): Promise<Service> {
    const service = new Service(played);
    await new Promise<void>((resolve) => service.#server.listen(0, "127.0.0.1", resolve));
    return service;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  #page(query: URLSearchParams): object {
    const { edition, cap, count, count_more, oldest_first, events } = this.#played;
    const limit = Math.min(Number(query.get("limit") ?? Infinity), cap ?? Infinity);
    const offset = Number(query.get("offset") ?? 0);
    const first = { pages: offset && offset * limit, records: offset, neither: 0 }[edition];
    const snapshots = this.#present.slice(first, first + limit).map((id) => ({ id }));
    const told = count ? { count: this.#present.length + count_more } : {};
    this.reads++;
    for (const event of events.filter(({ after_read }) => after_read === this.reads)) {
      const created = Array.from({ length: event.create ?? 0 }, () => randomUUID());
      for (const id of created) this.existed.add(id);
      for (const index of event.delete ?? []) this.lasting.delete(this.#present[index]!);
      const left = this.#present.filter((_, index) => !event.delete?.includes(index));
      this.#present = oldest_first ? [...left, ...created] : [...created, ...left];
    }
    return { snapshots, ...told };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

for (const { name, service: played, limit, unexpected, reads_at_most: most } of load<{ cases: Case[] }>("iteration").cases) {
  test(`vector: ${name}`, async () => {
    await using service = await Service.start(played);
    const yielded: string[] = [];
    const iterate = async () => {
      const items = client(service.url).iterClusterSnapshots(CLUSTER_ID, limit === null ? {} : { limit });
      for await (const { id } of items) yielded.push(id);
    };
    if (unexpected) {
      await assert.rejects(iterate, (error) => error instanceof UnexpectedResponse && /\d|repeating/.test(error.reason));
    } else {
      await iterate();
      const missed = [...service.lasting].filter((id) => !yielded.includes(id));
      assert.deepEqual(missed, []);
    }
    assert.equal(new Set(yielded).size, yielded.length);
    assert.ok(yielded.every((id) => service.existed.has(id)));
    assert.ok(service.reads <= most, `${service.reads} reads`);
  });
}

const page = (count?: number) => answer(200, JSON.stringify({ snapshots: [{ id: ID }], count }));

test("pages are read as they are needed, with what the caller gave", async () => {
  await using server = await RawServer.start(page(2));
  const snapshots = client(server.url).iterClusterSnapshots(CLUSTER_ID, { limit: 1, sortKey: "name", sortDir: "asc" });
  assert.equal((await snapshots.next()).value?.id, ID);
  const path = `/v1.0/89cd04f168b84af6be287f71730fdb4b/clusters/${CLUSTER_ID}/snapshots`;
  assert.deepEqual(
    server.requests.map((request) => request.split(" ")[1]),
    [`${path}?limit=1&offset=0&sort_key=name&sort_dir=asc`],
  );
});

for (const status of [429, 503]) {
  test(`a page that is answered with ${status} is read again, at most five times`, async (context) => {
    context.mock.method(Math, "random", () => 2);
    const busy = answer(status, "", { "Retry-After": "0" });
    const five = Array.from({ length: 5 }, () => busy);
    await using server = await RawServer.start(...five, page(1), busy);
    const read = () => Array.fromAsync(client(server.url).iterClusterSnapshots(CLUSTER_ID));
    assert.equal((await read()).length, 1);
    await assert.rejects(read, { statusCode: status });
    assert.equal(server.requests.length, 12);
  });
}

test("a signal ends the pause before a page is read again", async () => {
  const controller = new AbortController();
  const busy: Behaviour = (socket) => {
    answer(429, "", { "Retry-After": "299" })(socket);
    setTimeout(() => controller.abort(new Error("enough")), 300);
  };
  await using server = await RawServer.start(busy);
  const all = Array.fromAsync(client(server.url).iterClusterSnapshots(CLUSTER_ID, { signal: controller.signal }));
  await assert.rejects(all, { message: "enough" });
});

test("where pages and count contradict each other, both numbers are told", async () => {
  await using server = await RawServer.start(page(3));
  const all = Array.fromAsync(client(server.url).iterClusterSnapshots(CLUSTER_ID));
  await assert.rejects(all, { message: "200: the pages hold 1 snapshots, but count says 3" });
});

test("a service that repeats one page for ever is left", async () => {
  await using server = await RawServer.start(page());
  const all = Array.fromAsync(client(server.url).iterClusterSnapshots(CLUSTER_ID, { limit: 1 }));
  await assert.rejects(all, { message: "200: the pages keep repeating snapshots that were read" });
  assert.ok(server.requests.length < 200);
});

test("an offset is refused: what it means is found out", () => {
  const withOffset = { offset: 1 } as object;
  assert.throws(() => client("http://127.0.0.1:1").iterClusterSnapshots(CLUSTER_ID, withOffset), {
    name: "InvalidRequest",
    message: "offset must be left out: the iteration finds its meaning; given 1",
  });
});

test("one page is what was asked for", async () => {
  await using server = await RawServer.start(page(7));
  const { snapshots, count } = await client(server.url).listClusterSnapshots(CLUSTER_ID, { offset: 2, limit: 1 });
  assert.deepEqual([snapshots.length, count], [1, 7]);
  assert.match(server.requests[0]!, /^GET \S+\?limit=1&offset=2 /);
  await client(server.url).listClusterSnapshots(CLUSTER_ID);
  assert.match(server.requests[1]!, /^GET \S+snapshots HTTP/);
});
