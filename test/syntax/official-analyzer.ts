/** The official parser of KQL, to compare with. */
import { createRequire } from "node:module";

export interface OfficialError {
  readonly message: string;
  readonly start: number;
}

/** What is used of the package, which is compiled from C# and puts its namespaces on the global object. */
interface OfficialGlobals {
  readonly Kusto: {
    readonly Language: {
      readonly KustoCode: { Parse(text: string): { GetDiagnostics(): unknown } };
      readonly Diagnostic: unknown;
    };
  };
  readonly System: {
    readonly Linq: {
      readonly Enumerable: {
        from(list: unknown, type: unknown): { ToArray(type: unknown): { Message: string; Start: number }[] };
      };
    };
  };
}

let globals: OfficialGlobals | undefined;

function load(): OfficialGlobals {
  const require = createRequire(import.meta.url);
  require("@kusto/language-service-next/bridge.min.js");
  require("@kusto/language-service-next/Kusto.Language.Bridge.min.js");
  // The package declares its globals in files that clash with its own classes.
  return globalThis as unknown as OfficialGlobals;
}

/** Syntax errors of a query, in source order. */
export function officialErrors(text: string): readonly OfficialError[] {
  globals ??= load();
  const { Kusto, System } = globals;
  const { KustoCode, Diagnostic } = Kusto.Language;
  const list = System.Linq.Enumerable.from(KustoCode.Parse(text).GetDiagnostics(), Diagnostic);
  return list
    .ToArray(Diagnostic)
    .map(({ Message, Start }) => ({ message: Message, start: Start }))
    .sort((a, b) => a.start - b.start);
}
