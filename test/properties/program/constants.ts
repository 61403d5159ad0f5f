/** Constant arguments that make a call do something, by the name of the parameter. */
const byParameter: Readonly<Record<string, readonly string[]>> = {
  part: [
    "'year'",
    "'Quarter'",
    "'month'",
    "'week_of_year'",
    "'dayOfYear'",
    "'hour'",
    "'millisecond'",
    "'nanosecond'",
  ],
  period: ["'year'", "'quarter'", "'Month'", "'week'", "'day'", "'hour'", "'second'", "'microsecond'"],
  regex: [
    "'a'",
    "'(a|b)+'",
    "'[a-z]*'",
    "'(?i)É'",
    "'^$'",
    "'(\\\\d+)[.](\\\\d+)'",
    "'.'",
    "'(x)=(.)'",
    "'\\\\b'",
    "''",
  ],
  rewrite: ["''", "'<\\\\0>'", "'\\\\1-\\\\2'", "'x'"],
  path: ["'$.a'", "'$.a.b[0]'", "'$[1]'", "'$'", "\"$['É']\""],
  key: ["'a'", "'$.a.b'", "''", "'É'"],
  format: ["'yyyy-MM-dd HH:mm:ss.fffffff'", "'d [h] tt'", "'s.FFF'", "'ddd:hh:mm'"],
  type: [
    "typeof(long)",
    "typeof(string)",
    "typeof(real)",
    "typeof(datetime)",
    "typeof(dynamic)",
    "typeof(bool)",
  ],
  unit: ["'KB'", "'MiB'"],
  timezone: ["'Europe/Berlin'", "'US/Pacific'", "'UTC'"],
  precision: ["0", "2"],
  accuracy: ["0", "4"],
  maxSize: ["0", "1", "3"],
  percentile: ["0", "50", "99.9", "100"],
  percentiles: ["dynamic([0, 50, 100])", "dynamic([])"],
  occurrence: ["1", "2", "-1"],
  offset: ["1", "2", "0"],
};

export function constantsFor(parameter: string): readonly string[] | undefined {
  return byParameter[parameter];
}
