// The site: Starlight shows the guides, starlight-openapi the API reference. docs/build.py writes their input.
import starlight from "@astrojs/starlight";
import { satteri } from "@astrojs/markdown-satteri";
import { defineConfig } from "astro/config";
import starlightOpenAPI, { openAPISidebarGroups } from "starlight-openapi";

import menu from "../../build/site/menu.json" with { type: "json" };

const here = (path) => new URL(path, import.meta.url).pathname;

// Wide tables scroll on their own. The tab index makes that possible by keyboard, too.
const tables = {
  name: "tables-that-scroll",
  element: { filter: ["table"], visit: (node, context) => context.setProperty(node, "tabIndex", 0) },
};

// A body has one member, and its fields are inside. They are unfolded, so that readers see them at once.
const unfolded = `addEventListener("DOMContentLoaded", () =>
  document.querySelectorAll(".sl-openapi-schema-object-root details").forEach((each) => (each.open = true)));`;

export default defineConfig({
  base: process.env.DOCS_BASE,
  outDir: here("../../build/docs"),
  // Guides link to each other by file name, so that the links also work in their Markdown.
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
