/** Helpers of several tests: the vectors, a client, and a server that answers with given bytes. */

import { readFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { join } from "node:path";
import type { TestContext } from "node:test";

import { DwsClient, TokenAuth, type DwsClientOptions } from "dws-snapshots";

export const PROJECT_ID = "89cd04f168b84af6be287f71730fdb4b";
export const CLUSTER_ID = "44b277eb-39be-4921-be31-3d61b43651d7";
export const ID = "2a4d0f86-67cd-408a-8b66-017454fb7793";
export const SNAPSHOT = { name: "snapshot-3", clusterId: CLUSTER_ID };
export const CREATED = JSON.stringify({ snapshot: { id: ID } });

/** Return a file of tests/vectors. */
export function load<Content>(name: string): Content {
  return JSON.parse(readFileSync(join(import.meta.dirname, `../vectors/${name}.json`), "utf8")) as Content;
}

/** Return the cases of a file of tests/vectors, which is a list of them or holds one. */
export function cases<Case extends { readonly case: string }>(name: string): Case[] {
  const content = load<Case[] | { readonly cases: Case[] }>(name);
  return Array.isArray(content) ? content : content.cases;
}

/** Return a value with names in camel case, as a caller in TypeScript gives it. */
export function camelCased(value: any): any {
  return renamed(value, inCamelCase);
}

export const inCamelCase = (name: string): string => name.replace(/_(\w)/g, (_, next: string) => next.toUpperCase());

/** Return a value with the API's own names. */
export function snakeCased(value: any): any {
  return renamed(value, (name) => name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
}

function renamed(value: any, rename: (name: string) => string): any {
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [rename(name), renamed(member, rename)]));
}

export function client(endpoint: string, options: Partial<DwsClientOptions> = {}): DwsClient {
  const token = new TokenAuth("a-token-for-tests");
  return new DwsClient(endpoint, { projectId: PROJECT_ID, auth: token, timeout: 5_000, ...options });
}

/** What a server does with one request. */
export type Behaviour = (socket: Socket) => void;

/** Send a whole answer; the connection stays open. */
export function answer(status: number, body: string | Buffer = "", headers: Record<string, string> = {}): Behaviour {
  const lines = Object.entries({ "Content-Length": Buffer.byteLength(body), ...headers });
  const head = [`HTTP/1.1 ${status} -`, ...lines.map(([name, value]) => `${name}: ${value}`), "", ""].join("\r\n");
  return (socket) => socket.write(Buffer.concat([Buffer.from(head), Buffer.from(body)]));
}

/** Send these bytes and close the connection. */
export function raw(content: string): Behaviour {
  return (socket) => socket.end(content);
}

/** Close the connection without an answer. */
export const close: Behaviour = (socket) => socket.end();
/** Reset the connection without an answer. */
export const reset: Behaviour = (socket) => socket.resetAndDestroy();
/** Answer nothing. */
export const silence: Behaviour = () => {};

/** Answer nothing but a beginning. */
const CUT = raw('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"snapshot');

/** What a service does with one request of a vector. */
export interface Exchange {
  readonly request: "create" | "list" | "details" | "page";
  readonly failure?: "close" | "reset" | "cut";
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

export function behaviour({ failure, status = 200, headers, body }: Exchange): Behaviour {
  if (failure) return { close, reset, cut: CUT }[failure];
  return answer(status, typeof body === "string" ? body : JSON.stringify(body), headers);
}

const { random } = Math;

/**
 * Let time pass only while a call of the client pauses: an hour of pauses takes no time. Returns the pauses that are waited
 * for, in seconds. Other timers run as they are.
 */
export function virtualTime({ mock }: TestContext): number[] {
  const pauses: number[] = [];
  let now = 1_000;
  const { setTimeout } = globalThis;
  mock.method(Math, "random", random);
  mock.method(performance, "now", () => now);
  mock.method(globalThis, "setTimeout", (run: () => void, duration = 0, ...rest: []) => {
    if (!new Error().stack?.includes("/retries.js")) return setTimeout(run, duration, ...rest);
    pauses.push(duration / 1_000);
    return setTimeout(() => {
      now += duration;
      run();
    });
  });
  return pauses;
}

/** Return the methods of the requests that came. */
export const methods = (server: RawServer) => server.requests.map((request) => request.split(" ")[0]);

/** Behaves as told, once for each request; after the last one it repeats it. `requests` holds what came. */
export class RawServer implements AsyncDisposable {
  readonly requests: string[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(behaviours: readonly Behaviour[]) {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      let received = Buffer.alloc(0);
      socket.on("error", () => socket.destroy());
      socket.on("data", (chunk) => {
        received = Buffer.concat([received, chunk]);
        const headEnd = received.indexOf("\r\n\r\n") + 4;
        const length = Number(/^content-length: *(\d+)/im.exec(received.toString("latin1", 0, headEnd))?.[1] ?? 0);
        if (headEnd < 4 || received.length < headEnd + length) return;
        const behave = behaviours[Math.min(this.requests.length, behaviours.length - 1)];
        this.requests.push(received.toString("utf8"));
        received = Buffer.alloc(0);
        behave?.(socket);
      });
    });
  }

  static async start(...behaviours: Behaviour[]): Promise<RawServer> {
    const server = new RawServer(behaviours);
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Return the body of a request that came. */
  body(index: number): unknown {
    return JSON.parse(this.requests[index]!.split("\r\n\r\n").slice(1).join("\r\n\r\n"));
  }

  /** Return a header of a request that came. */
  header(index: number, name: string): string | undefined {
    return new RegExp(`^${name}: *(.*?)\\r$`, "im").exec(this.requests[index]!)?.[1];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** Return an address that refuses connections: of a server that has just ended. */
export async function refusingUrl(): Promise<string> {
  await using server = await RawServer.start();
  return server.url;
}
