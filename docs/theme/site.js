"use strict";
{
  const script = document.currentScript;
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");

  // A browser may forbid storage; the choice then lasts as long as the page.
  const stored = (action) => {
    try {
      return action(localStorage);
    } catch {
      return null;
    }
  };

  const chosen = stored((storage) => storage.getItem("theme"));
  if (chosen) root.dataset.theme = chosen;

  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);

  function themeButton(button) {
    const show = () => button.setAttribute("aria-pressed", String(isDark()));
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      stored((storage) => storage.setItem("theme", root.dataset.theme));
      show();
    });
    dark.addEventListener("change", show);
    show();
    button.hidden = false;
  }

  function menuButton(button, pages) {
    const open = (state) => {
      button.setAttribute("aria-expanded", String(state));
      pages.classList.toggle("open", state);
    };
    button.addEventListener("click", () => open(button.getAttribute("aria-expanded") === "false"));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && button.getAttribute("aria-expanded") === "true") {
        open(false);
        button.focus();
      }
    });
    pages.addEventListener("click", (event) => event.target.closest("a") && open(false));
    root.classList.add("scripted");
    button.hidden = false;
  }

  // The index is a script and no JSON file, because a page read from a file may not fetch.
  let index;
  function loaded() {
    index ??= new Promise((resolve, reject) => {
      if (!script.dataset.index) return resolve(globalThis.searchIndex);
      const element = document.createElement("script");
      element.src = script.dataset.index;
      element.onload = () => resolve(globalThis.searchIndex);
      element.onerror = reject;
      document.head.append(element);
    });
    return index;
  }

  const folded = (text) => text.normalize("NFKD").toLowerCase();

  // Every word must occur. A heading counts more than text, a whole heading most.
  function rank([place, heading, body], words) {
    const what = folded(heading);
    const text = folded(body);
    let score = 0;
    for (const word of words) {
      if (what === word) score += 20;
      else if (what.split(/[^\p{L}\p{N}_]+/u).includes(word)) score += 8;
      else if (what.includes(word)) score += 5;
      else if (text.includes(word)) score += 1;
      else if (!folded(place).includes(word)) return 0;
    }
    return score;
  }

  function found(entries, words) {
    return entries
      .map((entry) => ({ entry, score: rank(entry, words) }))
      .filter(({ score }) => score > 0)
      .sort((one, other) => other.score - one.score)
      .map(({ entry }) => entry);
  }

  function marked(text, words) {
    const pattern = new RegExp(`(${words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})`, "giu");
    return text.split(pattern).map((part, place) => {
      if (place % 2 === 0) return part;
      const mark = document.createElement("mark");
      mark.textContent = part;
      return mark;
    });
  }

  function excerpt(text, words) {
    const at = folded(text).indexOf(words.find((word) => folded(text).includes(word)) ?? "");
    const start = at > 60 ? text.indexOf(" ", at - 50) + 1 : 0;
    const end = text.length > start + 140 ? text.lastIndexOf(" ", start + 140) : text.length;
    return (start ? "… " : "") + text.slice(start, end) + (end < text.length ? " …" : "");
  }

  function result([place, heading, body, to], words) {
    const link = document.createElement("a");
    link.href = to;
    const title = document.createElement("strong");
    title.append(...marked(heading, words));
    const where = document.createElement("span");
    where.textContent = place;
    const text = document.createElement("small");
    text.append(...marked(excerpt(body, words), words));
    link.append(title, where, text);
    const item = document.createElement("li");
    item.append(link);
    return item;
  }

  function search(form) {
    const input = form.querySelector("input");
    const panel = form.querySelector(".found");
    const status = panel.querySelector("p");
    const list = panel.querySelector("ul");
    const close = () => (panel.hidden = true);

    async function update() {
      const words = folded(input.value).split(/\s+/).filter(Boolean);
      if (!words.length) return close();
      const hits = found(await loaded(), words);
      const shown = hits.slice(0, 12);
      status.textContent = !hits.length
        ? "Nothing found."
        : hits.length > shown.length
          ? `The best ${shown.length} of ${hits.length}`
          : `${hits.length} found`;
      list.replaceChildren(...shown.map((entry) => result(entry, words)));
      panel.hidden = false;
    }

    input.addEventListener("focus", loaded, { once: true });
    input.addEventListener("input", update);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      list.querySelector("a")?.click();
    });
    form.addEventListener("keydown", (event) => {
      const stops = [input, ...list.querySelectorAll("a")];
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape") {
        close();
        input.focus();
      } else if (step && !panel.hidden) {
        event.preventDefault();
        stops[(stops.indexOf(document.activeElement) + step + stops.length) % stops.length].focus();
      }
    });
    form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || close());
    list.addEventListener("click", close);
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest("input, textarea, select, [contenteditable]");
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        input.focus();
      }
    });
    form.hidden = false;
  }

  function copyButton(block) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(block.querySelector("code").textContent);
      button.textContent = "Copied";
      button.addEventListener("blur", () => (button.textContent = "Copy"), { once: true });
    });
    block.append(button);
  }

  document.addEventListener("DOMContentLoaded", () => {
    themeButton(document.getElementById("theme"));
    menuButton(document.getElementById("menu"), document.getElementById("pages"));
    search(document.querySelector(".search"));
    if (navigator.clipboard) document.querySelectorAll(".code").forEach(copyButton);
  });
}
