/** Sources of settings, the names of the settings in them, and the credentials that they give. */

import { HIDDEN } from "../arguments.js";
import { AkSkAuth, PasswordAuth, TokenAuth, type Auth } from "../auth.js";
import { InvalidRequest, MissingSetting } from "../errors.js";

type Names = Readonly<Record<string, string>>;
export type Values = Readonly<Record<string, string | null | undefined>>;

/** A value, the argument that it is for, and its name in its source. */
export interface Setting {
  readonly field: string;
  readonly value: string;
  readonly name: string;
}

// The names of the settings in each source. If several names mean the same setting, the first one that is set is used.
const KEYS: Names = { ak: "accessKey", sk: "secretKey", security_token: "securityToken" };
export const HUAWEI: Names = {
  HUAWEICLOUD_SDK_AK: "accessKey",
  HUAWEICLOUD_SDK_SK: "secretKey",
  HUAWEICLOUD_SDK_SECURITY_TOKEN: "securityToken",
};
export const OPENSTACK: Names = {
  OS_ACCESS_KEY: "accessKey",
  OS_SECRET_KEY: "secretKey",
  OS_TOKEN: "token",
  OS_AUTH_URL: "authUrl",
  OS_USER_ID: "userId",
  OS_USERNAME: "username",
  OS_PASSWORD: "password",
  OS_USER_DOMAIN_ID: "domainId",
  OS_USER_DOMAIN_NAME: "domainName",
  OS_DOMAIN_ID: "domainId",
  OS_DOMAIN_NAME: "domainName",
  OS_PROJECT_ID: "projectId",
  OS_TENANT_ID: "projectId",
  OS_PROJECT_NAME: "projectName",
  OS_TENANT_NAME: "projectName",
};
export const OVER_ALL: Names = {
  DWS_ENDPOINT: "endpoint",
  OS_REGION_NAME: "region",
  HUAWEICLOUD_SDK_PROJECT_ID: "projectId",
  OS_PROJECT_ID: "projectId",
  OS_TENANT_ID: "projectId",
};
export const SECTION: Names = { ...KEYS, project_id: "projectId", iam_endpoint: "authUrl" };
export const CLOUD: Names = {
  ...KEYS,
  dws_endpoint_override: "endpoint",
  region_name: "region",
  token: "token",
  auth_url: "authUrl",
  user_id: "userId",
  username: "username",
  password: "password",
  user_domain_id: "domainId",
  user_domain_name: "domainName",
  domain_id: "domainId",
  domain_name: "domainName",
  project_id: "projectId",
  tenant_id: "projectId",
  project_name: "projectName",
  tenant_name: "projectName",
};

const PROJECT = ["projectId", "projectName"];

/** A way to authenticate. shownBy: if one of these is set, this way is meant; needs: one setting of each group. */
interface Kind {
  readonly auth: (given: Record<string, string>) => Auth;
  readonly shownBy: readonly string[];
  readonly needs: readonly (readonly string[])[];
  readonly may?: readonly string[];
}

const PASSWORD: Kind = {
  auth: ({ authUrl, password, ...others }) => new PasswordAuth(authUrl!, { password: password!, ...others }),
  shownBy: ["password"],
  needs: [["authUrl"], ["userId"], ["password"], PROJECT],
};
const NAMED_USER: Kind = {
  ...PASSWORD,
  needs: [["authUrl"], ["username"], ["password"], ["domainId", "domainName"], PROJECT],
};
const KINDS: readonly Kind[] = [
  {
    auth: ({ accessKey, secretKey, securityToken }) => new AkSkAuth(accessKey!, secretKey!, securityToken),
    shownBy: ["accessKey", "secretKey"],
    needs: [["accessKey"], ["secretKey"]],
    may: ["securityToken"],
  },
  { auth: ({ token }) => new TokenAuth(token!), shownBy: ["token"], needs: [["token"]] },
  PASSWORD,
];

export class Source {
  /** The beginning of messages about it; empty for the environment. */
  readonly where: string;
  readonly #names: Names;
  readonly #values: Values;

  constructor(where: string, names: Names, values: Values) {
    this.where = where;
    this.#names = names;
    this.#values = values;
  }

  /** Return the first setting for one of these arguments. */
  find(...fields: string[]): Setting | undefined {
    for (const [name, field] of Object.entries(this.#names)) {
      const value = this.#values[name];
      if (fields.includes(field) && value) return { field, value, name: this.where + name };
    }
    return undefined;
  }

  /** Return the names of these arguments in this source. */
  called(...fields: string[]): string {
    const names = Object.entries(this.#names).filter(([, field]) => fields.includes(field));
    return names.map(([name]) => name).join(" or ");
  }

  /** Return the names of the settings that show a way to authenticate, for each way. */
  ways(): string[] {
    const ways = KINDS.map(({ shownBy }) => shownBy.map((field) => this.called(field)).filter(Boolean));
    return ways.map((names) => names.join(" with ")).filter(Boolean);
  }

  /** Return the way to authenticate that this source gives, undefined if none. */
  kind(): Kind | undefined {
    const kind = KINDS.find(({ shownBy }) => this.find(...shownBy));
    return kind === PASSWORD && !this.find("userId") ? NAMED_USER : kind;
  }

  /** Return the credentials. project: an ID that takes precedence over this source's. Throws MissingSetting. */
  auth({ auth, shownBy, needs, may = [] }: Kind, project: Setting | undefined): Auth {
    const given = needs.map((group) => (group === PROJECT && project ? project : this.find(...group)));
    const missing = needs.filter((_, index) => !given[index]).map((group) => this.called(...group));
    if (missing.length > 0) {
      throw new MissingSetting(`${this.find(...shownBy)?.name} is set, but not ${missing.join(", ")}`);
    }
    return made(auth, ...given, ...may.map((field) => this.find(field)));
  }
}

/** Make something from settings. An InvalidRequest names the setting instead of the argument. */
export function made<Made>(
  kind: (given: Record<string, string>) => Made,
  ...settings: readonly (Setting | undefined)[]
): Made {
  const given = settings.filter((setting) => setting !== undefined);
  try {
    return kind(Object.fromEntries(given.map(({ field, value }) => [field, value])));
  } catch (error) {
    const named = error instanceof InvalidRequest && given.find(({ field }) => field === error.field);
    if (!named) throw error;
    throw new InvalidRequest(named.name, error.rule, error.value, error.value === undefined ? HIDDEN : undefined);
  }
}
