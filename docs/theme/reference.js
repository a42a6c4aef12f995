import { createElement } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { observable, runInAction } from "mobx";
import Prism from "prismjs";
import "prismjs/components/prism-typescript.js";
import { AppStore, Redoc } from "redoc/bundles/redoc.browser.lib.js";
import isPropValid from "@emotion/is-prop-valid";
import { StyleSheetManager } from "styled-components";

// Redoc highlights what it shows.
Prism.manual = true;

const { contract, options, colours, search } = JSON.parse(document.getElementById("data").textContent);
globalThis.searchIndex = search;

// Redoc computes with its colours, so it takes no custom properties. It is given the light colours, and its rules are
// translated on their way into the page: the theme then changes as the rest of the site does, on paper too.
const own = {
  "#000000": "text", "#263238": "text", "#333333": "muted", "#666666": "muted", "#777777": "muted", "#808080": "muted",
  "#707070": "muted", "#cccccc": "line", "#dddddd": "line", "#e1e1e1": "line", "#ededed": "surface",
  "#f2f2f2": "raised", "#0065fb": "accent", "#4a8bb3": "accent", "#a0fbaa": "good", "#e64441": "bad",
  "#ff0000": "bad", "#4ed2ba": "teal", "#ee9900": "warn", "#0e7c86": "teal", "#9fb4be": "line", "#d5dfe8": "line", "#ebeef9": "raised",
  "hsl(30,20%,50%)": "muted", "hsl(40,90%,60%)": "warn", "hsl(350,40%,70%)": "violet",
};
const names = { ...own, ...colours };
const words = { white: "#ffffff", black: "#000000", gray: "#808080", red: "#ff0000" };
const colour = /#[0-9a-f]{6}\b|#[0-9a-f]{3}\b|rgba?\([^)]*\)|hsl\([^)]*\)|(?<![-\w.])(?:white|black|gray|red)(?![-\w])/gi;

function variable(text) {
  const [red, green, blue, alpha = 1] = text.startsWith("rgb") ? text.match(/[\d.]+/g).map(Number) : [];
  const key =
    red === undefined
      ? (words[text] ?? text.toLowerCase().replaceAll(" ", "")).replace(/^#(.)(.)(.)$/, "#$1$1$2$2$3$3")
      : `#${[red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
  const name = names[key];
  if (alpha === 0 || !name) return alpha === 0 ? "transparent" : text;
  return alpha === 1 ? `var(--${name})` : `color-mix(in srgb, var(--${name}) ${alpha * 100}%, transparent)`;
}

function themed(rule) {
  const filled = /background-color:(?!transparent)/.test(rule) && /text-transform:uppercase/.test(rule);
  const ink = filled ? "var(--bg)" : "var(--text)";
  return rule
    .replace(/(?<![-\w])(color|fill):(?:white|#fff(?:fff)?)(?![-\w])/g, `$1:${ink}`)
    .replace(colour, variable);
}

const insertRule = CSSStyleSheet.prototype.insertRule;
CSSStyleSheet.prototype.insertRule = function (rule, index) {
  return insertRule.call(this, themed(rule), index);
};

// What Redoc lets only the mouse press becomes a button for the keyboard and for screen readers.
function pressable(element, label) {
  if (element.role === "button") return;
  element.tabIndex = 0;
  element.setAttribute("role", "button");
  element.setAttribute("aria-label", label);
  element.setAttribute("aria-expanded", "false");
  element.addEventListener("click", () => {
    element.setAttribute("aria-expanded", String(element.getAttribute("aria-expanded") === "false"));
  });
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    element.click();
  });
}

// What Redoc puts into the page, made ready for the keyboard, and with its patterns shown.
function prepare(part) {
  for (const block of part.querySelectorAll("pre, .redoc-json")) block.tabIndex = 0;
  for (const heading of part.querySelectorAll("h5")) {
    if (heading.textContent.startsWith("Authorizations")) pressable(heading.parentElement, "Authorizations");
  }
  for (const button of part.querySelectorAll("button:not([hidden])")) {
    if (button.textContent !== "Show pattern") continue;
    button.click();
    button.hidden = true;
  }
}

// An operation is only a heading and a description until its turn comes.
function deferred(operation) {
  const due = observable.box(false);
  for (const [part, none] of Object.entries({ parameters: [], requestBody: undefined, responses: [], codeSamples: [] })) {
    const whole = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(operation), part).get;
    Object.defineProperty(operation, part, { get: () => (due.get() ? whole.call(operation) : none) });
  }
  // Redoc's component looks at the others where MobX does not see it.
  const { badges } = operation;
  Object.defineProperty(operation, "badges", { get: () => (due.get() ? badges : []) });
  return () => flushSync(() => runInAction(() => due.set(true)));
}

const place = document.getElementById("redoc");
const store = new AppStore(contract, undefined, options, false);
const operations = store.menu.flatItems.filter((item) => item.type === "operation");
const waiting = new Map(operations.map((operation) => [operation.id, deferred(operation)]));

function show(id) {
  const showing = waiting.get(id);
  waiting.delete(id);
  showing?.();
}

// Above where the reader is, a page may grow; the place of a link is found again when it is whole.
let moved = false;
for (const type of ["wheel", "touchmove", "keydown"]) addEventListener(type, () => (moved = true), { once: true });

const later = globalThis.requestIdleCallback ?? setTimeout;
function rest() {
  const [next] = waiting.keys();
  if (next !== undefined) {
    show(next);
    later(rest);
  } else {
    if (!moved) store.menu.updateOnHistory();
    place.dataset.whole = String(Math.round(performance.now()));
  }
}

const forwarded = (prop, target) => typeof target !== "string" || isPropValid(prop);
show(location.hash.slice(1));
const page = createElement(StyleSheetManager, { shouldForwardProp: forwarded }, createElement(Redoc, { store }));
flushSync(() => createRoot(place).render(page));
prepare(place);
pressable(place.querySelector(".menu-content + div"), "Contents of the reference");
// Redoc gives every file the name of the first.
for (const link of place.querySelectorAll("a[download]")) link.download = link.getAttribute("href");
new MutationObserver((changes) => new Set(changes.map(({ target }) => target)).forEach(prepare)).observe(place, {
  childList: true,
  subtree: true,
});
addEventListener("beforeprint", () => [...waiting.keys()].forEach(show));
requestAnimationFrame(() =>
  setTimeout(() => {
    place.dataset.ready = String(Math.round(performance.now()));
    later(rest);
  }),
);
