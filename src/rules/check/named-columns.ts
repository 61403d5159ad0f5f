import { placeholdersOf } from "../alert-text.js";
import type { Rule } from "../rule.js";

/** A place of a rule that names a column of the query's output. */
export interface NamedColumn {
  readonly path: string;
  readonly column: string;
}

const details = "alertDetailsOverride";

/** Every column that the rule expects in the output, in the order of the rule's parts. */
export function namedColumns(rule: Rule): readonly NamedColumn[] {
  return [...entityColumns(rule), ...customDetailColumns(rule), ...overrideColumns(rule)];
}

function entityColumns(rule: Rule): NamedColumn[] {
  return [
    ...rule.entityMappings.flatMap(({ fields }, mapping) =>
      fields.map(({ column }, field) => ({
        path: `entityMappings[${mapping}].fieldMappings[${field}].columnName`,
        column,
      })),
    ),
    ...rule.sentinelEntitiesMappings.map((column, index) => ({
      path: `sentinelEntitiesMappings[${index}].columnName`,
      column,
    })),
  ];
}

function customDetailColumns(rule: Rule): NamedColumn[] {
  return rule.customDetails.map(({ key, column }) => ({ path: `customDetails.${key}`, column }));
}

function overrideColumns({ alertDetails }: Rule): NamedColumn[] {
  const formats = [
    { path: `${details}.alertDisplayNameFormat`, format: alertDetails.titleFormat },
    { path: `${details}.alertDescriptionFormat`, format: alertDetails.descriptionFormat },
  ];
  const single = [
    { path: `${details}.alertSeverityColumnName`, column: alertDetails.severityColumn },
    { path: `${details}.alertTacticsColumnName`, column: alertDetails.tacticsColumn },
    ...alertDetails.dynamicProperties.map(({ column }, index) => ({
      path: `${details}.alertDynamicProperties[${index}].value`,
      column,
    })),
  ];
  return [
    ...formats.flatMap(({ path, format }) =>
      [...new Set(placeholdersOf(format ?? ""))].map((column) => ({ path, column })),
    ),
    ...single.flatMap(({ path, column }) => (column === undefined ? [] : [{ path, column }])),
  ];
}
