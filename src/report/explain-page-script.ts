/** What makes the page of an explanation answer: opening steps, listing rows, following a row both ways. Runs in a browser. */
export const pageScript = String.raw`"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { steps, texts, fates } = data;
  const pageSize = 50;
  const make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name === "onclick" || name === "oninput" || name === "onchange") element[name] = value;
      else if (value !== undefined) element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  };

  // Links between rows of steps: forward as given, backward turned round when first needed.
  const linkAt = (rows, at) => (rows === "same" ? [at] : rows[at]);
  const before = steps.map(() => []);
  steps.forEach((step, index) => {
    for (const link of step.next) before[link.step].push({ step: index, link, turned: undefined });
  });
  const originsAt = (entry, at) => {
    if (entry.link.rows === "same") return [at];
    if (entry.turned === undefined) {
      entry.turned = new Map();
      entry.link.rows.forEach((targets, from) => {
        for (const target of targets) {
          const known = entry.turned.get(target);
          if (known === undefined) entry.turned.set(target, [from]);
          else known.push(from);
        }
      });
    }
    return entry.turned.get(at) || [];
  };

  /** Rows of every step on the ways to and from a row, and the step that lost it, if it is not in the result. */
  const wayOf = (step, at) => {
    const way = steps.map(() => undefined);
    const add = (index, row) => (way[index] || (way[index] = new Set())).add(row);
    add(step, at);
    for (let index = step; index >= 0; index--) {
      if (way[index] === undefined) continue;
      for (const entry of before[index]) {
        for (const row of way[index]) for (const origin of originsAt(entry, row)) add(entry.step, origin);
      }
    }
    const down = steps.map(() => undefined);
    down[step] = new Set([at]);
    for (let index = step; index < steps.length; index++) {
      if (down[index] === undefined) continue;
      for (const link of steps[index].next) {
        for (const row of down[index]) {
          for (const target of linkAt(link.rows, row)) {
            (down[link.step] || (down[link.step] = new Set())).add(target);
            add(link.step, target);
          }
        }
      }
    }
    let furthest = step;
    down.forEach((rows, index) => { if (rows !== undefined) furthest = index; });
    const [next] = steps[furthest].next;
    return { way, loser: furthest === data.result || next === undefined ? undefined : next.step };
  };

  let way;
  let loser;
  let chosen;
  const views = new Map();

  const numberOf = (index, at) => {
    const row = steps[index].kept.rows[at];
    return row !== undefined && row.at === at ? row.number : at + 1;
  };

  const listed = (index, rows) => {
    const numbers = [...rows].sort((a, b) => a - b).map((at) => numberOf(index, at));
    const first = numbers.slice(0, 8).join(", ");
    return numbers.length > 8 ? first + ", ... (" + numbers.length + ")" : first;
  };

  const mark = (index, isOn, text) => {
    const item = document.getElementById("step-" + index);
    item.classList.toggle("on", isOn);
    item.querySelector(".badge").textContent = text;
  };

  const choose = (step, at) => {
    chosen = { step, at };
    ({ way, loser } = wayOf(step, at));
    steps.forEach((_, index) => {
      const rows = way[index];
      mark(index, rows !== undefined, rows !== undefined ? rows.size + " on the path" : index === loser ? "lost here" : "");
    });
    for (const view of views.values()) view.show();
    showPath();
    markTimes();
  };

  const showPath = () => {
    const { step, at } = chosen;
    const name = steps[step].table === undefined ? "row " + numberOf(step, at) + " of step " + (step + 1)
      : steps[step].table + " row " + numberOf(step, at);
    const fate = fates[step] === undefined ? undefined : texts[fates[step][at]];
    const isInResult = way[data.result] !== undefined;
    const outcome = fate !== undefined ? fate : isInResult ? "goes into the result" : "does not reach the result";
    document.getElementById("said").textContent = name + ": " + outcome;
    const list = document.getElementById("path");
    list.replaceChildren(...steps.flatMap((_, index) => {
      const told = way[index] !== undefined ? "row " + listed(index, way[index]) : index === loser ? "lost at" : undefined;
      if (told === undefined) return [];
      const { text } = steps[index];
      const link = make("a", { href: "#step-" + index }, text.length > 90 ? text.slice(0, 90) + "..." : text);
      return [make("li", {}, make("span", { class: "rows" }, told), " ", link)];
    }));
    document.querySelector(".path").classList.remove("empty");
    document.getElementById("path-empty").hidden = true;
    document.getElementById("clear").hidden = false;
  };

  const clear = () => {
    way = undefined;
    chosen = undefined;
    document.getElementById("said").textContent = "No row chosen.";
    document.getElementById("path").replaceChildren();
    document.querySelector(".path").classList.add("empty");
    document.getElementById("path-empty").hidden = false;
    document.getElementById("clear").hidden = true;
    steps.forEach((_, index) => mark(index, false, ""));
    for (const view of views.values()) view.show();
    markTimes();
  };

  const markTimes = () => {
    for (const lane of document.querySelectorAll("g[data-marks]")) {
      const index = Number(lane.dataset.marks);
      const rows = way === undefined ? undefined : way[index];
      const times = data.times[index] || [];
      lane.replaceChildren(...[...(rows || [])].slice(0, 500).flatMap((at) => {
        const share = times[at];
        if (share === null || share === undefined) return [];
        const mark = document.createElementNS("http://www.w3.org/2000/svg", "rect");
        for (const [name, value] of [["x", share * 1000 - 2], ["y", 0], ["width", 4], ["height", 26], ["class", "mark"]]) {
          mark.setAttribute(name, value);
        }
        return [mark];
      }));
    }
  };

  const isTime = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

  /** A table of rows in pages, with a filter for long ones. */
  const rowTable = (caption, table, options) => {
    const body = make("tbody");
    const heads = ["row", ...table.columns, ...(options.extra ? [options.extra.title] : [])];
    const head = make("thead", {}, make("tr", {}, ...heads.map((text) => make("th", { scope: "col" }, text))));
    const grid = make("table", {}, make("caption", {}, caption), head, body);
    const status = make("span", { class: "status" });
    let from = 0;
    let words = "";
    let only = "all";
    const matches = (row) => {
      if (only === "path" && !options.isOnPath(row.at)) return false;
      if (words === "") return true;
      const extra = options.extra ? options.extra.text(row) : "";
      return (row.cells.join("\n") + "\n" + extra).toLowerCase().includes(words);
    };
    const show = () => {
      const rows = table.rows.filter(matches);
      from = Math.max(0, Math.min(from, rows.length - 1));
      from -= from % pageSize;
      body.replaceChildren(...rows.slice(from, from + pageSize).map((row) => {
        const button = make("button", { type: "button", onclick: () => options.choose(row.at) }, String(row.number));
        button.setAttribute("aria-label", "follow row " + row.number);
        const cells = row.cells.map((text) => make("td", { class: isTime.test(text) ? "time" : undefined }, text));
        if (options.extra) cells.push(make("td", { class: "told" }, options.extra.text(row)));
        const line = make("tr", {}, make("th", { scope: "row" }, button), ...cells);
        const isOn = options.isOnPath(row.at);
        line.classList.toggle("on", isOn);
        if (isOn) line.setAttribute("aria-current", "true");
        return line;
      }));
      const shown = rows.length === 0 ? "no rows" : (from + 1) + " to " + Math.min(from + pageSize, rows.length) + " of " + rows.length;
      status.textContent = shown + (table.more > 0 ? "; " + table.more + " more are not in this page" : "");
    };
    const turn = (by) => () => {
      if (from + by < 0) return;
      from += by;
      show();
    };
    const tools = [status];
    if (table.rows.length > 8) {
      const search = make("input", { type: "search", "aria-label": "filter: " + caption, placeholder: "filter" });
      search.oninput = () => { words = search.value.toLowerCase(); from = 0; show(); };
      const which = make("select", { "aria-label": "rows shown: " + caption },
        make("option", { value: "all" }, "all rows"), make("option", { value: "path" }, "rows on the path"));
      which.onchange = () => { only = which.value; from = 0; show(); };
      tools.unshift(search, which);
    }
    if (table.rows.length > pageSize) {
      tools.push(make("button", { type: "button", onclick: turn(-pageSize) }, "previous"),
        make("button", { type: "button", onclick: turn(pageSize) }, "next"));
    }
    show();
    const scroll = make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption }, grid);
    return { element: make("div", { class: "rows-of" }, make("div", { class: "tools" }, ...tools), scroll), show };
  };

  const open = (index) => {
    if (views.has(index)) return;
    const step = steps[index];
    const shows = [];
    const parts = [];
    const add = (caption, table, options) => {
      if (table.rows.length === 0 && table.more === 0) return;
      const view = rowTable(caption, table, options);
      shows.push(view.show);
      parts.push(view.element);
    };
    const title = "step " + (index + 1);
    const fate = fates[index] && { title: "what became of it", text: (row) => texts[fates[index][row.at]] };
    add(step.table ? "rows of " + step.table : title + ": rows handed on", step.kept, {
      choose: (at) => choose(index, at),
      isOnPath: (at) => way !== undefined && way[index] !== undefined && way[index].has(at),
      extra: fate,
    });
    const entry = before[index].find(({ step: from }) => steps[from].next[0].step === index && steps[from].depth === step.depth);
    if (entry !== undefined) {
      add(title + ": rows lost", step.lost, {
        choose: (at) => choose(entry.step, at),
        isOnPath: (at) => way !== undefined && way[entry.step] !== undefined && way[entry.step].has(at),
        extra: { title: "why", text: (row) => texts[row.why] || "" },
      });
    }
    if (parts.length === 0) parts.push(make("p", {}, "No rows."));
    document.querySelector("#step-" + index + " .body").replaceChildren(...parts);
    views.set(index, { show: () => shows.forEach((show) => show()) });
  };

  steps.forEach((_, index) => {
    const details = document.querySelector("#step-" + index + " details");
    details.addEventListener("toggle", () => { if (details.open) open(index); });
    if (details.open) open(index);
  });
  document.getElementById("clear").onclick = clear;
  // On paper nothing can be opened.
  const others = document.getElementById("others");
  if (others !== null) {
    let wasOpen = false;
    window.addEventListener("beforeprint", () => { wasOpen = others.open; others.open = true; });
    window.addEventListener("afterprint", () => { others.open = wasOpen; });
  }
  for (const link of document.querySelectorAll("a[href^='#step-']")) {
    link.addEventListener("click", () => {
      const details = document.querySelector(link.getAttribute("href") + " details");
      if (details) details.open = true;
    });
  }
})();
`;
