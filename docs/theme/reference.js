"use strict";
{
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
        ? (words[text] ?? text.toLowerCase()).replace(/^#(.)(.)(.)$/, "#$1$1$2$2$3$3")
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

  function reachable(part) {
    for (const block of part.querySelectorAll("pre, .redoc-json")) block.tabIndex = 0;
  }

  function ready(error) {
    if (error) throw error;
    for (const heading of place.querySelectorAll("h5")) {
      if (heading.textContent.startsWith("Authorizations")) pressable(heading.parentElement, "Authorizations");
    }
    // Redoc gives every file the name of the first.
    for (const link of place.querySelectorAll("a[download]")) link.download = link.getAttribute("href");
    pressable(place.querySelector(".menu-content + div"), "Contents of the reference");
    for (const button of place.querySelectorAll("button")) {
      if (button.textContent !== "Show pattern") continue;
      button.click();
      button.hidden = true;
    }
    reachable(place);
    new MutationObserver((changes) => changes.forEach(({ target }) => reachable(target))).observe(place, {
      childList: true,
      subtree: true,
    });
    place.dataset.ready = String(Math.round(performance.now()));
  }

  const place = document.getElementById("redoc");
  globalThis.Redoc.init(contract, options, place, ready);
}
