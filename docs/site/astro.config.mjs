// The site: guides by Starlight, the API reference by starlight-openapi. docs/build.py makes what they read.
import starlight from "@astrojs/starlight";
import { satteri } from "@astrojs/markdown-satteri";
import { defineConfig } from "astro/config";
import starlightOpenAPI, { openAPISidebarGroups } from "starlight-openapi";

import menu from "../../build/site/menu.json" with { type: "json" };

const here = (path) => new URL(path, import.meta.url).pathname;

// A wide table scrolls by itself, by keyboard too.
const tables = {
  name: "tables-that-scroll",
  element: { filter: ["table"], visit: (node, context) => context.setProperty(node, "tabIndex", 0) },
};

// The fields of a body are below its one member: they are there to be read.
const unfolded = `addEventListener("DOMContentLoaded", () =>
  document.querySelectorAll(".sl-openapi-schema-object-root details").forEach((each) => (each.open = true)));`;

export default defineConfig({
  base: process.env.DOCS_BASE,
  outDir: here("../../build/docs"),
  // Links of the guides are relative, and lead to files in their Markdown as well.
  build: { format: "file" },
  markdown: { processor: satteri({ hastPlugins: [tables], features: { smartPunctuation: false } }) },
  vite: { resolve: { alias: [{ find: /^@pagefind\/default-ui$/, replacement: here("search.js") }] } },
  integrations: [
    starlight({
      title: "DWS snapshots",
      head: [{ tag: "script", content: unfolded }],
      customCss: [here("site.css")],
      plugins: [
        starlightOpenAPI([
          {
            base: "api",
            schema: "reference.json",
            sidebar: { label: "API reference", collapsed: false, operations: { badges: true } },
          },
        ]),
      ],
      sidebar: [{ label: "Guides", items: menu }, ...openAPISidebarGroups],
    }),
  ],
});
