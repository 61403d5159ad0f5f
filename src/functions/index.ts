/** The list of function families: one table a file. Kept by scripts/list-functions.mjs. */
import { bitAggregates } from "./aggregate/bits.js";
import { collectAggregates } from "./aggregate/collect.js";
import { countAggregates } from "./aggregate/count.js";
import { distinctAggregates } from "./aggregate/distinct.js";
import { minMaxAggregates } from "./aggregate/min-max.js";
import { momentAggregates } from "./aggregate/moments.js";
import { percentileAggregates } from "./aggregate/percentiles.js";
import { pickRowAggregates } from "./aggregate/pick-row.js";
import { schemaAggregates } from "./aggregate/schema.js";
import { sketchAggregates } from "./aggregate/sketches.js";
import { sumAggregates } from "./aggregate/sum.js";
import type { AggregateTable, ScalarTable, WindowTable } from "./entry.js";
import { arithmeticOperators } from "./scalar/arithmetic.js";
import { arrayFunctions } from "./scalar/array.js";
import { bagFunctions } from "./scalar/bag.js";
import { binFunctions } from "./scalar/bin.js";
import { binaryFunctions } from "./scalar/binary.js";
import { comparisonOperators } from "./scalar/comparison.js";
import { compressionFunctions } from "./scalar/compression.js";
import { conditionalFunctions } from "./scalar/conditional.js";
import { conversionFunctions } from "./scalar/conversion.js";
import { dataSizeFunctions } from "./scalar/data-size.js";
import { datetimeFunctions } from "./scalar/datetime.js";
import { datetimeBoundFunctions } from "./scalar/datetime-bounds.js";
import { datetimeFormatFunctions } from "./scalar/datetime-format.js";
import { datetimePartFunctions } from "./scalar/datetime-parts.js";
import { dynamicFunctions } from "./scalar/dynamic.js";
import { encodingFunctions } from "./scalar/encoding.js";
import { environmentFunctions } from "./scalar/environment.js";
import { extractJsonFunctions } from "./scalar/extract-json.js";
import { formatBytesFunctions } from "./scalar/format-bytes.js";
import { hashFunctions } from "./scalar/hash.js";
import { ipv4Functions } from "./scalar/ipv4.js";
import { ipv4SearchFunctions } from "./scalar/ipv4-search.js";
import { ipv6Functions } from "./scalar/ipv6.js";
import { listOperators } from "./scalar/list-operators.js";
import { nullnessFunctions } from "./scalar/nullness.js";
import { numericFunctions } from "./scalar/numeric.js";
import { pathFunctions } from "./scalar/path.js";
import { punycodeFunctions } from "./scalar/punycode.js";
import { rangeFunctions } from "./scalar/range.js";
import { recordFunctions } from "./scalar/records.js";
import { seriesDecomposeFunctions } from "./scalar/series-decompose.js";
import { seriesElementFunctions } from "./scalar/series-elements.js";
import { seriesFillFunctions } from "./scalar/series-fill.js";
import { seriesFilterFunctions } from "./scalar/series-filter.js";
import { seriesFitFunctions } from "./scalar/series-fit.js";
import { seriesMeasureFunctions } from "./scalar/series-measures.js";
import { setFunctions } from "./scalar/set.js";
import { sketchFunctions } from "./scalar/sketch.js";
import { specialFunctions } from "./scalar/special.js";
import { stringFunctions } from "./scalar/string.js";
import { stringBuildFunctions } from "./scalar/string-build.js";
import { stringRegexFunctions } from "./scalar/string-regex.js";
import { stringSearchFunctions } from "./scalar/string-search.js";
import { textOperators } from "./scalar/text-operators.js";
import { timezoneFunctions } from "./scalar/timezone.js";
import { unitFunctions } from "./scalar/units.js";
import { urlFunctions } from "./scalar/url.js";
import { userAgentFunctions } from "./scalar/user-agent.js";
import { xmlFunctions } from "./scalar/xml.js";
import { windowFunctions } from "./window/window.js";

export const scalarFamilies: readonly ScalarTable[] = [
  arithmeticOperators,
  arrayFunctions,
  bagFunctions,
  binFunctions,
  binaryFunctions,
  comparisonOperators,
  compressionFunctions,
  conditionalFunctions,
  conversionFunctions,
  dataSizeFunctions,
  datetimeBoundFunctions,
  datetimeFormatFunctions,
  datetimePartFunctions,
  datetimeFunctions,
  dynamicFunctions,
  rangeFunctions,
  encodingFunctions,
  environmentFunctions,
  extractJsonFunctions,
  formatBytesFunctions,
  hashFunctions,
  ipv4SearchFunctions,
  ipv4Functions,
  ipv6Functions,
  listOperators,
  nullnessFunctions,
  numericFunctions,
  pathFunctions,
  punycodeFunctions,
  recordFunctions,
  seriesDecomposeFunctions,
  seriesElementFunctions,
  seriesFillFunctions,
  seriesFilterFunctions,
  seriesFitFunctions,
  seriesMeasureFunctions,
  setFunctions,
  sketchFunctions,
  specialFunctions,
  stringBuildFunctions,
  stringRegexFunctions,
  stringSearchFunctions,
  stringFunctions,
  textOperators,
  timezoneFunctions,
  unitFunctions,
  urlFunctions,
  userAgentFunctions,
  xmlFunctions,
];

export const aggregateFamilies: readonly AggregateTable[] = [
  bitAggregates,
  collectAggregates,
  countAggregates,
  distinctAggregates,
  minMaxAggregates,
  momentAggregates,
  percentileAggregates,
  pickRowAggregates,
  schemaAggregates,
  sketchAggregates,
  sumAggregates,
];

export const windowFamilies: readonly WindowTable[] = [windowFunctions];
