/**
 * Build the npm package `dws-snapshots` from overlays/typescript and generated/typescript:
 * `node overlays/typescript/build.ts`.
 *
 * The package is written to build/typescript, for `npm pack`, and linked into node_modules, so that tests import it as
 * its users do.
 */

import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, join, resolve } from "node:path";

const HERE = import.meta.dirname;
const ROOT = resolve(HERE, "../..");
const OUTPUT = join(ROOT, "build/typescript");
const LINK = join(ROOT, "node_modules/dws-snapshots");

mkdirSync(join(ROOT, "build"), { recursive: true });
// The package is moved into place when it is complete, because somebody may be using the old one.
const made = mkdtempSync(`${OUTPUT}-`);
try {
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
  const options = ["-p", HERE, "--noEmit", "false", "--outDir", join(made, "dist")];
  execFileSync(process.execPath, [compiler, ...options], { stdio: "inherit" });
  for (const file of [join(HERE, "README.md"), join(ROOT, "LICENSE")]) {
    copyFileSync(file, join(made, basename(file)));
  }
  const described = { ...JSON.parse(readFileSync(join(HERE, "package.json"), "utf8")), ...origin() };
  writeFileSync(join(made, "package.json"), `${JSON.stringify(described, null, 2)}\n`);
  rmSync(OUTPUT, { recursive: true, force: true });
  renameSync(made, OUTPUT);
} finally {
  rmSync(made, { recursive: true, force: true });
}
rmSync(LINK, { force: true });
symlinkSync(OUTPUT, LINK, "dir");

/** Name the repository whose workflow builds the package: npm needs it for the provenance. */
function origin(): object {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env;
  if (!repository) {
    return {};
  }
  const home = `${server}/${repository}`;
  return {
    repository: { type: "git", url: `git+${home}.git`, directory: "overlays/typescript" },
    homepage: `${home}#readme`,
    bugs: `${home}/issues`,
  };
}
