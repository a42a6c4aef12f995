// Reads calls from standard input, makes them with @huaweicloud/huaweicloud-sdk-core, and prints each result.
// There is no package for this service, so callers of the core give method, path and body.
import { writeSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const require = createRequire(`${process.cwd()}/`);
const { BasicCredentials, Region } = require("@huaweicloud/huaweicloud-sdk-core");
const { ClientBuilder } = require("@huaweicloud/huaweicloud-sdk-core/ClientBuilder");

process.stdout.write = (text) => process.stderr.write(text); // the client logs to standard output
const tell = (told) => writeSync(1, `${JSON.stringify(told)}\n`);

const { URL: url, ACCESS_KEY: ak, SECRET_KEY: sk, PROJECT_ID: projectId, REGION: region } = process.env;
const credentials = new BasicCredentials({ ak, sk, iamEndpoint: url, ...(projectId && { projectId }) });
const client = new ClientBuilder((core) => core).withCredential(credentials).withRegion(new Region(region, url)).build();

async function outcome({ method, path, request }) {
  const { body: data, ...parameters } = request;
  const inPath = ([name]) => path.includes(`{${name}}`);
  const entries = Object.entries(parameters);
  const pathParams = Object.fromEntries(entries.filter(inPath));
  const queryParams = Object.fromEntries(entries.filter((entry) => !inPath(entry)));
  const contentType = data ? "application/json" : undefined;
  try {
    const options = { method, url: path, contentType, pathParams, queryParams, headers: {}, data: data ?? {} };
    return { answer: await client.sendRequest(options) };
  } catch (error) {
    const { httpStatusCode: status, errorCode: code, errorMsg: message, requestId: request_id } = error;
    return { status, code, message, request_id };
  }
}

tell({ version: require("@huaweicloud/huaweicloud-sdk-core/package.json").version });
for await (const line of createInterface({ input: process.stdin })) {
  tell(await outcome(JSON.parse(line)));
}
