/** The files with settings: `clouds.yaml` with its `secure.yaml`, and the INI file of the official client. */

import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { getSystemErrorMap } from "node:util";

import { MissingSetting } from "../errors.js";
import type { Values } from "./sources.js";

type Mapping = Readonly<Record<string, unknown>>;

/** A cloud of `clouds.yaml`. values: its own members and those of its `auth`. */
export interface Cloud {
  readonly name: string;
  readonly values: Values;
}

/** Return a section of an INI file, read as Python's configparser does, with `[DEFAULT]`; undefined if there is none. */
export async function sectionOf(path: string, section: string): Promise<Values | undefined> {
  const sections = new Map<string, Map<string, string>>();
  let options: Map<string, string> | undefined;
  let last: { readonly key: string; readonly indent: number } | undefined;
  const lines = ((await contentOf(path)) ?? "").split(/\r\n|\r|\n/);
  for (const [number, line] of lines.entries()) {
    // The message must not quote the file, which contains secrets.
    const broken = () => new MissingSetting(`${path} is not an INI file: see line ${number + 1}`);
    const text = line.trim();
    const indent = line.length - line.trimStart().length;
    if (!text || /^[#;]/.test(text)) continue;
    if (options && last && indent > last.indent) {
      options.set(last.key, `${options.get(last.key)}\n${text}`);
      continue;
    }
    const [, name] = /^\[(.+)\]/.exec(text) ?? [];
    const [, key, value] = /^([^=:]+)[=:](.*)$/.exec(text) ?? [];
    if (name) {
      if (sections.has(name)) throw broken();
      sections.set(name, (options = new Map()));
      last = undefined;
    } else {
      const known = key?.trim().toLowerCase();
      if (!options || !known || options.has(known)) throw broken();
      options.set(known, value!.trim());
      last = { key: known, indent };
    }
  }
  const found = sections.get(section);
  const values = new Map([...(sections.get("DEFAULT") ?? []), ...(found ?? [])]);
  return found && values.size > 0 ? Object.fromEntries(values) : undefined;
}

/**
 * Return the cloud of this name, or the only one; undefined if there is no such file. known: the names of the settings
 * that are used. Throws MissingSetting.
 */
export async function cloudOf(
  path: string,
  asked: string | undefined,
  known: readonly string[],
): Promise<Cloud | undefined> {
  const document = await yamlOf(path);
  if (!document) return undefined;
  const clouds = mapping(document, "clouds", path);
  const names = Object.keys(clouds);
  if (!asked && names.length !== 1) {
    throw new MissingSetting(`${path} has ${names.length} clouds; set OS_CLOUD to the name of one`);
  }
  const name = asked ?? names[0]!;
  if (!names.includes(name)) throw new MissingSetting(`${path} has no cloud named '${name}', which OS_CLOUD asks for`);
  const cloud = mapping(clouds, name, path, "clouds");
  const secure = join(dirname(path), "secure.yaml");
  const hidden = mapping(mapping((await yamlOf(secure)) ?? {}, "clouds", secure), name, secure, "clouds");
  const auths = [mapping(cloud, "auth", path, "clouds", name), mapping(hidden, "auth", secure, "clouds", name)];
  const values: Mapping = { ...cloud, ...hidden, ...auths[0], ...auths[1] };
  const wrong = known.find((key) => typeof (values[key] ?? "") !== "string");
  if (wrong) throw new MissingSetting(`${path}: ${wrong} of cloud '${name}' must be text`);
  return { name, values: values as Values };
}

/** Return the mapping under a key; an empty one if the key is absent. Throws MissingSetting. */
function mapping(parent: Mapping, key: string, path: string, ...places: string[]): Mapping {
  const value = Object.hasOwn(parent, key) ? parent[key] : {};
  if (isMapping(value)) return value;
  throw new MissingSetting(`${path}: ${[...places, key].join(".")} must be a mapping`);
}

const isMapping = (value: unknown): value is Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Return the content of a YAML file; undefined if it does not exist or is empty. Throws MissingSetting. */
async function yamlOf(path: string): Promise<Mapping | undefined> {
  const content = await contentOf(path);
  if (content === undefined) return undefined;
  const { parse } = await import("yaml").catch(() => {
    throw new MissingSetting(`${path} needs the package yaml to be read: npm install yaml`);
  });
  let document: unknown;
  try {
    // A plain scalar is text: an ID may look like a number.
    const readings = { schema: "failsafe", uniqueKeys: false, logLevel: "error" } as const;
    document = parse(content, { ...readings, customTags: ["null", "merge"] });
  } catch (error) {
    // The parser's message would quote the file.
    throw new MissingSetting(`${path} is not valid YAML: ${(error as Error).name}`);
  }
  if (document === null || isMapping(document)) return document ?? undefined;
  throw new MissingSetting(`${path} must be a mapping`);
}

/** Return the text of a file, undefined if there is none. Throws MissingSetting. */
async function contentOf(path: string): Promise<string | undefined> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const { code, errno = 0 } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new MissingSetting(`${path} can't be read: ${getSystemErrorMap().get(errno)?.[1] ?? code}`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new MissingSetting(`${path} can't be read: it is not UTF-8`);
  }
}
