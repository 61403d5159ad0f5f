/** Equations of joins and unions. */
import { type Choice, pick } from "./choice.js";
import { boundPredicate, type Equation, scopeOf } from "./equations.js";
import { predicate } from "./expressions.js";
import { binding } from "./programs.js";
import { columnsOfTable } from "./tables.js";

const keys = ["k", "s", "t", "r"] as const;

export const joinEquations: Readonly<Record<string, (choice: Choice) => Equation>> = {
  "a filter of the left side may come before or after a join": (choice) => {
    const test = boundPredicate(scopeOf(choice), 2);
    const kind = pick(choice, ["inner", "leftouter", "leftsemi", "leftanti"]);
    const key = pick(choice, keys);
    return {
      left: `T | join kind=${kind} U on ${key} | where ${test}`,
      right: `T | where ${test} | join kind=${kind} U on ${key}`,
    };
  },
  "a filter of the right side may come before or after a join": (choice) => {
    const columns = columnsOfTable("U");
    const test = binding(
      () => predicate({ choice, columns }, 2),
      (text) => `U | where ${text}`,
      "k > 0",
    );
    const kind = pick(choice, ["inner", "rightouter", "rightsemi"]);
    const key = pick(choice, keys);
    const names = columns.map(({ name }) => name).join(", ");
    return {
      left: `T | project ${key}, l | join kind=${kind} (U | extend test_ = ${test}) on ${key} | where test_ | project-away test_`,
      right: `T | project ${key}, l | join kind=${kind} (U | where ${test} | project ${names}, test_ = true | project-away test_) on ${key}`,
    };
  },
  "several keys are all compared": (choice) => {
    const [a, b] = pick(choice, [
      ["k", "s"],
      ["s", "k"],
      ["s", "t"],
      ["t", "k"],
    ] as const);
    const isSame = (name: string): string =>
      name === "s" ? "s == s1" : `(${name} == ${name}1 or (isnull(${name}) and isnull(${name}1)))`;
    return {
      left: `T | join kind=inner U on ${a}, ${b}`,
      right: `T | join kind=inner U on ${a} | where ${isSame(b)}`,
    };
  },
  "keys may be joined by position": (choice) => {
    const [a, b] = [pick(choice, ["k", "l"]), pick(choice, ["k", "i"])];
    return {
      left: `T | join kind=inner U on $left.${a} == $right.${b} | project l, s2, x, s1`,
      right: `T | extend q = ${a} | join kind=inner (U | extend q = ${b}) on q | project l, s2, x, s1`,
    };
  },
  "a full join is a left join and what is right alone": (choice) => {
    const key = pick(choice, keys);
    const sides = `(U | project ${key}, x) on ${key}`;
    return {
      left: `T | project ${key}, l | join kind=fullouter ${sides} | project l, x`,
      right: `union (T | project ${key}, l | join kind=leftouter ${sides} | project l, x), (T | project ${key}, l | join kind=rightanti ${sides} | project l = long(null), x)`,
    };
  },
  "a list of rows is a semi join": (choice) => {
    const key = pick(choice, ["k", "s", "t"]);
    return {
      left: `T | where ${key} in ((U | project ${key})) | where isnotnull(${key})`,
      right: `T | where isnotnull(${key}) | join kind=leftsemi U on ${key}`,
    };
  },
  "a list of rows that is negated is an anti join": (choice) => {
    const key = pick(choice, ["k", "s", "t"]);
    return {
      left: `T | where isnotnull(${key}) | where ${key} !in ((U | project ${key}))`,
      right: `T | where isnotnull(${key}) | join kind=leftanti U on ${key}`,
    };
  },
  "the default join takes one row of each key": (choice) => {
    const key = pick(choice, keys);
    return {
      left: `T | join U on ${key} | summarize n = count() by ${key}`,
      right: `T | distinct ${key} | join kind=inner U on ${key} | summarize n = count() by ${key}`,
    };
  },
  "a join counts the products of its groups": (choice) => {
    const key = pick(choice, keys);
    return {
      left: `T | join kind=inner U on ${key} | summarize n = count() by ${key}`,
      right: `T | summarize a_ = count() by ${key} | join kind=inner (U | summarize b_ = count() by ${key}) on ${key} | project ${key}, n = a_ * b_`,
    };
  },
  "a union has the rows of its legs": (choice) => {
    const test = boundPredicate(scopeOf(choice), 2);
    return {
      left: `union (T | where ${test}), T, U | summarize n = count() by s`,
      right: `union (T | where ${test} | summarize n = count() by s), (union (T | summarize n = count() by s), (U | summarize n = count() by s)) | summarize n = sum(n) by s`,
    };
  },
  "a filter of a union is that of its legs": (choice) => {
    const columns = columnsOfTable("U").filter(({ name }) => name !== "i");
    const test = binding(
      () => predicate({ choice, columns }, 2),
      (text) => `union (T | project k, s, r, t, x = d), (U | project-away i) | where ${text}`,
      "k > 0",
    );
    const [one, other] = ["T | project k, s, r, t, x = d", "U | project k, s, r, t, x"];
    return {
      left: `union (${one}), (${other}) | where ${test}`,
      right: `union (${one} | where ${test}), (${other} | where ${test})`,
    };
  },
};
