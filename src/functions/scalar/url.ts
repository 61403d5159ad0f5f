/** Parts of URLs. */
import { setSlot } from "../../types/json.js";
import type { DynamicBag, DynamicValue } from "../../types/value.js";
import { scalarFamily, signature } from "../entry.js";

export const urlFunctions = scalarFamily({
  parse_url: {
    summary: "The parts of an absolute URL, as a bag; what has no scheme is all path.",
    page: "parse-url-function",
    signatures: [signature({ url: "string" }, "dynamic")],
    nulls: "propagate",
    examples: {
      'parse_url("scheme://me:secret@host:1234/a/b?k1=v1#end")':
        'dynamic({"Scheme": "scheme", "Host": "host", "Port": "1234", "Path": "/a/b", "Username": "me", "Password": "secret", "Query Parameters": {"k1": "v1"}, "Fragment": "end"})',
    },
    aliases: ["parseurl"],
    kernel: parseUrl,
  },
  parse_urlquery: {
    summary: "The parameters of a URL's query, as a bag.",
    page: "parse-url-query-function",
    signatures: [signature({ query: "string" }, "dynamic")],
    nulls: "propagate",
    examples: { 'parse_urlquery("k1=v1&k2=v2")': 'dynamic({"Query Parameters": {"k1": "v1", "k2": "v2"}})' },
    aliases: ["parseurlquery"],
    kernel: (query: string) => ({ "Query Parameters": parseQuery(query.replace(/^\?/, "")) }),
  },
});

/** Splits at the first occurrence of a mark; the whole text, and nothing, where there is none. */
function cutAt(text: string, mark: string): readonly [before: string, behind: string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + mark.length)];
}

function parseUrl(url: string): DynamicBag {
  const [withoutFragment, fragment] = cutAt(url, "#");
  const [main, query] = cutAt(withoutFragment, "?");
  const [, scheme = "", rest = main] = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/(.*)$/s.exec(main) ?? [];
  const pathAt = scheme === "" ? 0 : rest.indexOf("/");
  const authority = pathAt < 0 ? rest : rest.slice(0, pathAt);
  const at = authority.lastIndexOf("@");
  const [username, password] = cutAt(authority.slice(0, Math.max(0, at)), ":");
  const { host, port } = parseHost(authority.slice(at + 1));
  return {
    Scheme: scheme,
    Host: host,
    Port: port,
    Path: pathAt < 0 ? "" : rest.slice(pathAt),
    Username: username,
    Password: password,
    "Query Parameters": parseQuery(query),
    Fragment: fragment,
  };
}

function parseHost(text: string): { readonly host: string; readonly port: string } {
  const [, host = text, port = ""] = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(text) ?? [];
  return { host, port };
}

function parseQuery(query: string): DynamicBag {
  const bag: Record<string, DynamicValue> = {};
  for (const pair of query.split("&")) {
    if (pair === "") continue;
    const [key, value] = cutAt(pair, "=");
    setSlot(bag, key, value);
  }
  return bag;
}
