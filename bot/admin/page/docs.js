"use strict";

// Shows /openapi.json and sends requests to the API it describes. Texts go into
// the page as text only, whatever they hold.

const methods = ["get", "post", "put", "patch", "delete"];
let description;

// element makes one with its properties and children.
function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

function resolve(schema) {
  while (schema && schema.$ref) {
    schema = schema.$ref.replace(/^#\//, "").split("/").reduce((part, key) => part[key], description);
  }
  return schema || {};
}

// prose makes paragraphs and lists of a text in simple Markdown.
function prose(text) {
  const parts = [];
  for (const block of text.split(/\n\n+/)) {
    const lines = block.split("\n");
    if (lines.every((line) => line.startsWith("- "))) {
      parts.push(element("ul", {}, ...lines.map((line) => element("li", { textContent: line.slice(2) }))));
    } else {
      parts.push(element("p", { textContent: lines.join(" ") }));
    }
  }
  return parts;
}

function typeOf(schema) {
  schema = resolve(schema);
  if (schema.type === "array") return "list of " + typeOf(schema.items);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  return [schema.type, schema.format].filter(Boolean).join(", ") || "any";
}

function limits(schema) {
  const found = [];
  if (schema.default !== undefined) found.push("default " + schema.default);
  if (schema.minimum !== undefined) found.push("at least " + schema.minimum);
  if (schema.maximum !== undefined) found.push("at most " + schema.maximum);
  if (schema.maxLength !== undefined) found.push("up to " + schema.maxLength + " characters");
  return found.length ? " (" + found.join(", ") + ")" : "";
}

// example makes a value that fits a schema.
function example(schema, depth = 0) {
  schema = resolve(schema);
  if (schema.examples && schema.examples.length) return schema.examples[0];
  if (schema.enum) return schema.enum[0];
  if (schema.type === "array") return depth > 4 ? [] : [example(schema.items, depth + 1)];
  if (schema.type === "object") {
    const made = {};
    for (const [name, property] of Object.entries(schema.properties || {})) made[name] = example(property, depth + 1);
    return made;
  }
  if (schema.type === "integer" || schema.type === "number") return 1;
  if (schema.type === "boolean") return true;
  const formats = { uuid: "00000000-0000-0000-0000-000000000000", date: "2026-03-31", "date-time": "2026-03-31T09:30:00-04:00" };
  return formats[schema.format] || "…";
}

function table(heads, rows) {
  return element("div", { className: "scroll" }, element("table", {},
    element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col", textContent: head })))),
    element("tbody", {}, ...rows.map((row) => element("tr", {}, ...row.map((cell) => element("td", {}, cell)))))));
}

function named(name, required) {
  const cell = element("span", {}, element("code", { textContent: name }));
  if (required) cell.append(" ", element("span", { className: "needed", textContent: "required" }));
  return cell;
}

function parameterTable(parameters) {
  return table(["Name", "In", "Type", "Meaning"], parameters.map((parameter) => [
    named(parameter.name, parameter.required), parameter.in, typeOf(parameter.schema),
    (parameter.description || "") + limits(resolve(parameter.schema)),
  ]));
}

function memberTable(schema) {
  schema = resolve(schema);
  const required = new Set(schema.required || []);
  return table(["Member", "Type", "Meaning"], Object.entries(schema.properties || {}).map(([name, property]) => [
    named(name, required.has(name)), typeOf(property), (property.description || "") + limits(resolve(property)),
  ]));
}

function bodySchema(operation) {
  return operation.requestBody && operation.requestBody.content["application/json"].schema;
}

function responses(operation) {
  const rows = Object.entries(operation.responses).map(([status, response]) => [
    element("strong", { textContent: status }), response.description || "",
    Object.keys(response.content || {}).join(", "),
  ]);
  const parts = [element("h3", { textContent: "Answers" }), table(["Status", "Meaning", "Type"], rows)];
  const good = Object.entries(operation.responses).find(([status]) => status.startsWith("2"));
  const content = good && good[1].content && good[1].content["application/json"];
  if (content) {
    parts.push(element("h3", { textContent: "Example" }),
      element("pre", { tabIndex: 0, textContent: JSON.stringify(example(content.schema), null, 2) }));
  }
  return parts;
}

// trial is the form that sends an operation's request.
function trial(method, path, operation) {
  const id = operation.operationId;
  const fields = element("div", { className: "fields" });
  const inputs = (operation.parameters || []).map((parameter) => {
    const input = element("input", { id: id + "-" + parameter.name, spellcheck: false, autocomplete: "off" });
    fields.append(element("div", {}, element("label", { htmlFor: input.id, textContent: parameter.name }), input));
    return { parameter, input };
  });
  const schema = bodySchema(operation);
  let body = null;
  if (schema) {
    body = element("textarea", { id: id + "-body", spellcheck: false, value: JSON.stringify(example(schema), null, 2) });
    fields.append(element("div", { className: "wide" }, element("label", { htmlFor: body.id, textContent: "Body" }), body));
  }
  const button = element("button", { type: "submit", textContent: "Send" });
  const result = element("div", { className: "result", role: "status" });
  const form = element("form", { className: "try" }, element("h3", { textContent: "Try it" }), fields, button, result);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      result.replaceChildren(...await send(method, path, inputs, body));
    } catch (reason) {
      result.replaceChildren(element("p", { className: "status bad", textContent: "No answer came: " + reason.message }));
    } finally {
      button.disabled = false;
    }
  });
  return form;
}

async function send(method, path, inputs, body) {
  const headers = { Accept: "application/json" };
  const token = document.getElementById("token").value.trim();
  if (token) headers.Authorization = "Bearer " + token;
  const query = new URLSearchParams();
  for (const { parameter, input } of inputs) {
    const value = input.value.trim();
    if (parameter.in === "path") path = path.replace("{" + parameter.name + "}", encodeURIComponent(value || "…"));
    else if (value && parameter.in === "query") query.set(parameter.name, value);
    else if (value && parameter.in === "header") headers[parameter.name] = value;
  }
  if (body) headers["Content-Type"] = "application/json";
  const address = path + (query.size ? "?" + query : "");
  const response = await fetch(address, { method: method.toUpperCase(), headers, body: body ? body.value : undefined, credentials: "omit" });
  const text = await response.text();
  let shown = text;
  try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch { /* shown as it came */ }
  const notes = ["ETag", "Location", "X-Request-Id"].filter((name) => response.headers.has(name))
    .map((name) => name + ": " + response.headers.get(name)).join("\n");
  return [
    element("p", { className: "status" + (response.ok ? "" : " bad"), textContent: response.status + " " + response.statusText }),
    element("pre", { tabIndex: 0, textContent: [notes, shown].filter(Boolean).join("\n\n") }),
  ];
}

function operationPart(method, path, operation) {
  const inside = element("div", { className: "inside" }, ...prose(operation.description || ""));
  if (operation.parameters && operation.parameters.length) {
    inside.append(element("h3", { textContent: "Parameters" }), parameterTable(operation.parameters));
  }
  const schema = bodySchema(operation);
  if (schema) inside.append(element("h3", { textContent: "Body" }), memberTable(schema));
  inside.append(...responses(operation), trial(method, path, operation));
  return element("details", { className: "operation", id: operation.operationId },
    element("summary", {},
      element("span", { className: "method " + method, textContent: method.toUpperCase() }),
      element("span", { className: "path", textContent: path }),
      element("span", { className: "what", textContent: operation.summary })),
    inside);
}

function show() {
  document.getElementById("title").textContent = description.info.title;
  document.getElementById("version").textContent = "Version " + description.info.version + ", OpenAPI " + description.openapi + ".";
  document.getElementById("about").append(...prose(description.info.description || ""));
  const operations = document.getElementById("operations");
  const contents = document.getElementById("contents");
  operations.replaceChildren();
  for (const tag of description.tags || []) {
    const links = element("ul");
    operations.append(element("h2", { textContent: tag.name }), element("p", { className: "quiet", textContent: tag.description || "" }));
    for (const [path, item] of Object.entries(description.paths)) {
      for (const method of methods.filter((name) => item[name] && item[name].tags.includes(tag.name))) {
        operations.append(operationPart(method, path, item[method]));
        links.append(element("li", {}, element("a", { href: "#" + item[method].operationId, textContent: item[method].summary })));
      }
    }
    contents.append(element("h2", { textContent: tag.name }), links);
  }
  contents.append(element("h2", { textContent: "More" }),
    element("ul", {}, element("li", {}, element("a", { href: "#problems", textContent: "Problems" }))));
}

// unfold opens the operation that the address names.
function unfold() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  if (target.tagName === "DETAILS") target.open = true;
  target.scrollIntoView();
}

document.getElementById("account").addEventListener("submit", (event) => event.preventDefault());
window.addEventListener("hashchange", unfold);
fetch("/openapi.json").then((response) => response.json()).then((read) => {
  description = read;
  show();
  unfold();
}).catch((reason) => {
  document.getElementById("operations").replaceChildren(
    element("p", { className: "status bad", textContent: "The description can't be read: " + reason.message + ". Reload the page to try again." }));
});
