// The site: guides by Starlight, the API reference by starlight-openapi. docs/build.py makes what they read.
import starlight from "@astrojs/starlight";
import { satteri } from "@astrojs/markdown-satteri";
import { defineConfig } from "astro/config";
import starlightOpenAPI, { openAPISidebarGroups } from "starlight-openapi";

const here = (path) => new URL(path, import.meta.url).pathname;

// A wide table scrolls by itself, by keyboard too.
const tables = {
  name: "tables-that-scroll",
  element: { filter: ["table"], visit: (node, context) => context.setProperty(node, "tabIndex", 0) },
};

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
      sidebar: [{ label: "Guides", items: [{ autogenerate: { directory: "" } }] }, ...openAPISidebarGroups],
    }),
  ],
});
