/** `fromEnv`: it finds an endpoint, a project and credentials in environment variables and files. */

import { homedir } from "node:os";
import { join } from "node:path";

import { httpUrl, milliseconds, noOthers } from "../arguments.js";
import { PasswordAuth, type Auth } from "../auth.js";
import { DwsClient, TIMEOUT, type DwsClientOptions } from "../client.js";
import { MissingSetting } from "../errors.js";
import { cloudOf, sectionOf } from "./files.js";
import { CLOUD, HUAWEI, made, OPENSTACK, OVER_ALL, SECTION, Source, type Setting } from "./sources.js";

/** Settings of the client that `fromEnv` returns. */
export type FromEnvOptions = Pick<DwsClientOptions, "timeout" | "fetch">;

/** The public clouds. An endpoint is `dws.`, a region and one of these. */
const CLOUDS = ["myhuaweicloud.com", "myhuaweicloud.eu", "otc.t-systems.com"];

/**
 * Return a client with settings from the environment. The credentials come from the first of these that exists:
 *
 * 1. `HUAWEICLOUD_SDK_AK` and `HUAWEICLOUD_SDK_SK`, with `HUAWEICLOUD_SDK_SECURITY_TOKEN` for a temporary pair;
 * 2. the cloud of `clouds.yaml` that `OS_CLOUD` names: a key pair, a token, or a user and a password;
 * 3. `OS_ACCESS_KEY` and `OS_SECRET_KEY`, or `OS_TOKEN`;
 * 4. `OS_PASSWORD`, `OS_AUTH_URL`, a project, and `OS_USER_ID`, or `OS_USERNAME` with the user's domain;
 * 5. the section `[basic]` of the file that `HUAWEICLOUD_SDK_CREDENTIALS_FILE` names, or `~/.huaweicloud/credentials`;
 * 6. the only cloud of `clouds.yaml`.
 *
 * The project is `HUAWEICLOUD_SDK_PROJECT_ID`, `OS_PROJECT_ID`, or the one beside the credentials. An ID takes precedence
 * over a name; if there is only a name, a token is fetched to get the ID. The endpoint is `DWS_ENDPOINT`,
 * `dws_endpoint_override` in `clouds.yaml`, or is derived from IAM's address: with the region of `OS_REGION_NAME` or
 * `region_name`, or with `dws.` instead of `iam.`. It may end in `/v1.0`, also followed by the project's ID or
 * `%(project_id)s`.
 *
 * `clouds.yaml` is read with the package `yaml`. Rejects with MissingSetting, or with InvalidRequest for an invalid value;
 * the error then names the environment variable or the key in the file.
 */
export async function fromEnv(options: FromEnvOptions = {}): Promise<DwsClient> {
  const { timeout, fetch, ...others } = options;
  noOthers(others, ["timeout", "fetch"]);
  const overAll = new Source("", OVER_ALL, process.env);
  const source = await sourceOf();
  const given = overAll.find("projectId") ?? source.find("projectId");
  const auth = source.auth(source.kind()!, given);
  const endpoint = overAll.find("endpoint") ?? source.find("endpoint") ?? derived(overAll, source);
  const name = source.where + source.called("projectName");
  const project = given ?? { field: "projectId", value: await fetched(auth, options), name };
  const base = withoutVersion(endpoint, project);
  return made(() => new DwsClient(base.value, { projectId: project.value, auth, timeout, fetch }), base, project);
}

/** Return the first source of credentials. Throws MissingSetting. */
async function sourceOf(): Promise<Source> {
  const looked: string[] = [];
  for await (const source of sources(looked)) {
    if (source.kind()) return source;
    if (source.where) {
      throw new MissingSetting(`${source.where}no credentials; set ${source.ways().join(", or ")}`);
    }
    looked.push(...source.ways());
  }
  throw new MissingSetting(`no credentials found; looked at ${looked.join(", ")}`);
}

/** Yield the existing sources, in order. looked: gets the names of the files that don't exist. Throws MissingSetting. */
async function* sources(looked: string[]): AsyncGenerator<Source, void, void> {
  const { env } = process;
  yield new Source("", HUAWEI, env);
  if (env["OS_CLOUD"]) yield* cloud(looked);
  yield new Source("", OPENSTACK, env);
  const path = env["HUAWEICLOUD_SDK_CREDENTIALS_FILE"] || join(home(), ".huaweicloud/credentials");
  const basic = await sectionOf(path, "basic");
  if (basic) yield new Source(`${path}, section [basic]: `, SECTION, basic);
  looked.push(path);
  yield* cloud(looked);
}

async function* cloud(looked: string[]): AsyncGenerator<Source, void, void> {
  const { OS_CLIENT_CONFIG_FILE: given, OS_CLOUD: name } = process.env;
  const folders = ["", join(home(), ".config/openstack"), "/etc/openstack"];
  const paths = given ? [given] : folders.map((folder) => join(folder, "clouds.yaml"));
  for (const path of paths) {
    const found = await cloudOf(path, name || undefined, Object.keys(CLOUD));
    if (!found) continue;
    yield new Source(`${path}, cloud '${found.name}': `, CLOUD, found.values);
    return;
  }
  // Credentials from elsewhere may belong to another account.
  if (name) throw new MissingSetting(`OS_CLOUD asks for cloud '${name}', but there is no ${paths.join(" or ")}`);
  looked.push(...paths);
}

/** Return the user's home, `~` if the system knows none. */
function home(): string {
  try {
    return homedir();
  } catch {
    return "~";
  }
}

/** Return the endpoint derived from IAM's address, with a region or without. Throws MissingSetting. */
function derived(overAll: Source, source: Source): Setting {
  const region = overAll.find("region") ?? source.find("region");
  const iam = source.find("authUrl") ?? new Source("", OPENSTACK, process.env).find("authUrl");
  const host = iam ? new URL(httpUrl(iam.name, iam.value)).hostname : "";
  const known = CLOUDS.find((name) => host.endsWith(`.${name}`));
  if (region) {
    const [, ...rest] = `.${host}`.split(`.${region.value}.`);
    const domain = rest.length > 0 ? rest.join(`.${region.value}.`) : known;
    if (domain) return { ...region, field: "endpoint", value: `https://dws.${region.value}.${domain}` };
    const [first, second, last] = CLOUDS.map((name) => `https://dws.${region.value}.${name}`);
    const candidates = `${first}, ${second} or ${last}`;
    throw new MissingSetting(`${region.name} does not say which cloud to use; set DWS_ENDPOINT to ${candidates}`);
  }
  if (iam && host.startsWith("iam.") && host !== `iam.${known}`) {
    return { ...iam, field: "endpoint", value: `https://dws.${host.slice("iam.".length)}` };
  }
  throw new MissingSetting(
    "no endpoint found; set DWS_ENDPOINT, for example https://dws.eu-de.otc.t-systems.com, or both OS_AUTH_URL and " +
      "OS_REGION_NAME",
  );
}

/** Return the endpoint without `/v1.0` and what follows. Throws MissingSetting if that names another project. */
function withoutVersion(endpoint: Setting, project: Setting): Setting {
  const [, base, rest] = /^(.*)\/v1\.0(|\/.*)$/s.exec(endpoint.value.replace(/\/+$/, "")) ?? [];
  if (base === undefined) return endpoint;
  if (!["", "/%(project_id)s", `/${project.value}`].includes(rest!)) {
    throw new MissingSetting(`${endpoint.name} ends in '${rest!.slice(1)}', but ${project.name} is '${project.value}'`);
  }
  return { ...endpoint, value: base };
}

/** Fetch a token and return the ID of its project. Throws MissingSetting, and the errors of a call. */
async function fetched(auth: Auth, { fetch = globalThis.fetch, timeout = TIMEOUT }: FromEnvOptions): Promise<string> {
  const conditions = { fetch, timeout: milliseconds("timeout", timeout) };
  const projectId = auth instanceof PasswordAuth ? await auth.fetchProjectId(conditions) : undefined;
  if (projectId === undefined) {
    throw new MissingSetting("no project found; set HUAWEICLOUD_SDK_PROJECT_ID or OS_PROJECT_ID");
  }
  return projectId;
}
