/** Exports of the package: every symbol has a comment, and no change is unnoticed. `--update` writes the baseline. */

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import ts from "typescript";

const ROOT = join(import.meta.dirname, "../..");
const BASELINE = join(ROOT, "tests/baseline/typescript.txt");
const PACKAGE = join(ROOT, "build/typescript");
const { exports } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8")) as { exports: Record<string, string> };

interface Symbol {
  /** Its kind, its name and its type. */
  readonly line: string;
  readonly isDocumented: boolean;
}

const entries = Object.entries(exports).map(([name, file]) => [name, join(PACKAGE, file.replace(/\.js$/, ".d.ts"))] as const);
const program = ts.createProgram(
  entries.map(([, file]) => file),
  { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, lib: ["lib.es2022.d.ts", "lib.dom.d.ts"], types: [], strict: true, exactOptionalPropertyTypes: true },
);
const checker = program.getTypeChecker();
const WHOLE = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope;

/** Yield what an entry point exports, with the members of its classes and of its types. */
function* exported(entry: string, file: string): Generator<Symbol, void, void> {
  const module = checker.getSymbolAtLocation(program.getSourceFile(file)!)!;
  for (const alias of checker.getExportsOfModule(module)) {
    const symbol = alias.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(alias) : alias;
    const name = `${entry} ${alias.name}`;
    const isType = (symbol.flags & ts.SymbolFlags.Type) !== 0;
    const type = isType ? checker.getDeclaredTypeOfSymbol(symbol) : checker.getTypeOfSymbol(symbol);
    // What @hey-api/openapi-ts adds for each operation.
    if (entry === "./generated" && symbol.declarations?.[0]?.getSourceFile().fileName.endsWith("/types.d.ts")) continue;
    if (symbol.flags & ts.SymbolFlags.Module) {
      const { parent } = alias.declarations![0]!;
      yield { line: name, isDocumented: ts.getJSDocCommentsAndTags(parent).length > 0 };
      continue;
    }
    const isFunction = type.getCallSignatures().length > 0;
    const whole = WHOLE | (isType ? ts.TypeFormatFlags.InTypeAlias : 0);
    yield told(symbol, isType && !isFunction ? name : `${name}: ${checker.typeToString(type, undefined, whole)}`);
    if (!isType) continue;
    const declaration = symbol.declarations?.[0];
    if (declaration && ts.isClassDeclaration(declaration)) {
      for (const signature of checker.getTypeOfSymbol(symbol).getConstructSignatures()) {
        if (signature.declaration?.parent !== declaration) continue;
        yield { line: `${name} new ${checker.signatureToString(signature)}`, isDocumented: true };
      }
    }
    for (const member of type.getProperties()) {
      const [place] = member.declarations ?? [];
      if (!place?.getSourceFile().fileName.startsWith(PACKAGE) || member.name.startsWith("#")) continue;
      if (ts.getCombinedModifierFlags(place) & (ts.ModifierFlags.Protected | ts.ModifierFlags.Private)) continue;
      const optional = member.flags & ts.SymbolFlags.Optional ? "?" : "";
      const of = checker.typeToString(checker.getTypeOfSymbol(member), undefined, WHOLE);
      yield told(member, `${name}.${member.name}${optional}: ${of}`);
    }
  }
}

const told = (symbol: ts.Symbol, line: string): Symbol => ({
  line,
  isDocumented: symbol.getDocumentationComment(checker).length > 0,
});

const symbols = entries.flatMap(([name, file]) => [...exported(name, file)]);

test("every public symbol has a comment", () => {
  assert.ok(symbols.length > 100);
  assert.deepEqual(
    symbols.filter(({ isDocumented }) => !isDocumented).map(({ line }) => line),
    [],
  );
});

test("what is exported changes only together with the baseline, where a review sees it", () => {
  // What is generated may change with any version.
  const lines = symbols.map(({ line }) => line).filter((line) => !line.startsWith("./generated "));
  if (process.argv.includes("--update")) writeFileSync(BASELINE, `${lines.join("\n")}\n`);
  const known = readFileSync(BASELINE, "utf8").trimEnd().split("\n");
  const hint = "if that is meant: node tests/typescript/exported.test.ts --update";
  assert.deepEqual(lines, known, hint);
});
