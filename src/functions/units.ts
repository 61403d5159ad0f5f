/**
 * Units of measure with their factors as the engine has them; those of UnitsNet 4.13x, which differ from exact ones in
 * places. A value in the base unit is `value * multiply / divide + offset`.
 */

export interface Unit {
  readonly multiply: number;
  readonly divide: number;
  readonly offset: number;
  /** Of the prefix: 1000 for kilo. */
  readonly scale: number;
  /** The value is the sine of the angle. */
  readonly isSine?: true;
}

export type Units = ReadonlyMap<string, Unit>;

interface UnitRow {
  readonly name: string;
  readonly multiply?: number;
  readonly divide?: number;
  readonly offset?: number;
  readonly prefixes?: readonly Prefix[];
  readonly isSine?: true;
}

type Prefix = keyof typeof prefixScales;

const prefixScales = {
  Nano: 1e-9,
  Micro: 1e-6,
  Milli: 1e-3,
  Centi: 1e-2,
  Deci: 1e-1,
  Deca: 10,
  Hecto: 100,
  Kilo: 1e3,
  Mega: 1e6,
  Giga: 1e9,
  Tera: 1e12,
};

function unitTable(rows: readonly UnitRow[]): Units {
  const units = new Map<string, Unit>();
  for (const { name, multiply = 1, divide = 1, offset = 0, prefixes = [], isSine } of rows) {
    const unit: Unit = { multiply, divide, offset, scale: 1, ...(isSine === undefined ? {} : { isSine }) };
    units.set(name, unit);
    for (const prefix of prefixes) {
      units.set(prefix + name.charAt(0).toLowerCase() + name.slice(1), {
        ...unit,
        scale: prefixScales[prefix],
      });
    }
  }
  return units;
}

/** A value in another unit. */
export function convertUnit(value: number, from: Unit, to: Unit): number {
  return from === to ? value : fromBase(toBase(value, from), to);
}

function toBase(value: number, { multiply, divide, offset, scale, isSine }: Unit): number {
  const plain = isSine ? Math.asin(value) : value;
  return (plain * scale * multiply) / divide + offset;
}

function fromBase(value: number, { multiply, divide, offset, scale, isSine }: Unit): number {
  const plain = ((value - offset) * divide) / multiply / scale;
  return isSine ? Math.sin(plain) : plain;
}

export const angleUnits = unitTable([
  { name: "Radian", multiply: 180, divide: Math.PI, prefixes: ["Nano", "Micro", "Milli", "Centi", "Deci"] },
  { name: "Degree", prefixes: ["Nano", "Micro", "Milli"] },
  { name: "Arcminute", divide: 60 },
  { name: "Arcsecond", divide: 3600 },
  { name: "Gradian", multiply: 0.9 },
  { name: "NatoMil", multiply: 9, divide: 160 },
  { name: "Revolution", multiply: 360 },
  { name: "Tilt", multiply: 180, divide: Math.PI, isSine: true },
]);

export const energyUnits = unitTable([
  { name: "Joule", prefixes: ["Milli", "Kilo", "Mega", "Giga"] },
  { name: "Calorie", multiply: 4.184, prefixes: ["Kilo", "Mega"] },
  { name: "BritishThermalUnit", multiply: 1055.05585262, prefixes: ["Kilo", "Mega", "Giga"] },
  { name: "ElectronVolt", multiply: 1.602176565e-19, prefixes: ["Kilo", "Mega", "Giga", "Tera"] },
  { name: "FootPound", multiply: 1.355817948 },
  { name: "Erg", multiply: 1e-7 },
  { name: "WattHour", multiply: 3600, prefixes: ["Kilo", "Mega", "Giga", "Tera"] },
  { name: "WattDay", multiply: 86400, prefixes: ["Kilo", "Mega", "Giga", "Tera"] },
  { name: "ThermEc", multiply: 1.05505585262e8, prefixes: ["Deca"] },
  { name: "ThermUs", multiply: 1.054804e8, prefixes: ["Deca"] },
  { name: "ThermImperial", multiply: 1.05505585257348e8, prefixes: ["Deca"] },
  { name: "HorsepowerHour", multiply: 2.6845195377e6 },
]);

export const forceUnits = unitTable([
  { name: "Dyn", divide: 1e5 },
  { name: "KilogramForce", multiply: 9.80665002864 },
  { name: "TonneForce", multiply: 9.80665002864e3 },
  { name: "Newton", prefixes: ["Micro", "Milli", "Deca", "Kilo", "Mega"] },
  { name: "KiloPond", multiply: 9.80665002864 },
  { name: "Poundal", multiply: 0.1382550279897304 },
  { name: "PoundForce", multiply: 4.44822161526051, prefixes: ["Kilo"] },
  { name: "OunceForce", multiply: 2.780138509537812e-1 },
  { name: "ShortTonForce", multiply: 8.896443230521e3 },
]);

export const lengthUnits = unitTable([
  { name: "Meter", prefixes: ["Nano", "Micro", "Milli", "Centi", "Deci", "Deca", "Hecto", "Kilo"] },
  { name: "Mile", multiply: 1609.34 },
  { name: "Yard", multiply: 0.9144 },
  { name: "Foot", multiply: 0.3048 },
  { name: "UsSurveyFoot", multiply: 1200, divide: 3937 },
  { name: "Inch", multiply: 2.54e-2 },
  { name: "Mil", multiply: 2.54e-5 },
  { name: "NauticalMile", multiply: 1852 },
  { name: "Fathom", multiply: 1.8288 },
  { name: "Shackle", multiply: 27.432 },
  { name: "Microinch", multiply: 2.54e-8 },
  { name: "PrinterPoint", multiply: 2.54e-2, divide: 72.27 },
  { name: "DtpPoint", multiply: 2.54e-2, divide: 72 },
  { name: "PrinterPica", divide: 237.106301584 },
  { name: "DtpPica", divide: 236.220472441 },
  { name: "Twip", divide: 56692.913385826 },
  { name: "Hand", multiply: 1.016e-1 },
  { name: "AstronomicalUnit", multiply: 1.495978707e11 },
  { name: "Parsec", multiply: 3.08567758128e16, prefixes: ["Kilo", "Mega"] },
  { name: "LightYear", multiply: 9.46073047258e15, prefixes: ["Kilo", "Mega"] },
  { name: "SolarRadius", multiply: 6.9551e8 },
  { name: "Chain", multiply: 20.1168 },
  { name: "Angstrom", multiply: 1e-10 },
  { name: "DataMile", multiply: 1828.8 },
]);

export const massUnits = unitTable([
  {
    name: "Gram",
    divide: 1e3,
    prefixes: ["Nano", "Micro", "Milli", "Centi", "Deci", "Deca", "Hecto", "Kilo"],
  },
  { name: "Tonne", multiply: 1e3, prefixes: ["Kilo", "Mega"] },
  { name: "ShortTon", multiply: 9.0718474e2 },
  { name: "LongTon", multiply: 1.0160469088e3 },
  { name: "Pound", multiply: 0.45359237, prefixes: ["Kilo", "Mega"] },
  { name: "Ounce", divide: 35.2739619 },
  { name: "Slug", divide: 6.852176556196105e-2 },
  { name: "Stone", divide: 0.1574731728702698 },
  { name: "ShortHundredweight", divide: 0.022046226218487758 },
  { name: "LongHundredweight", divide: 0.01968413055222121 },
  { name: "Grain", divide: 15432.358352941432 },
  { name: "SolarMass", multiply: 1.98947e30 },
  { name: "EarthMass", multiply: 5.9722e24 },
]);

const speedPrefixes: readonly Prefix[] = ["Nano", "Micro", "Milli", "Centi", "Deci", "Kilo"];

export const speedUnits = unitTable([
  { name: "MeterPerSecond", prefixes: speedPrefixes },
  { name: "MeterPerMinute", divide: 60, prefixes: speedPrefixes },
  { name: "MeterPerHour", divide: 3600, prefixes: ["Milli", "Centi", "Kilo"] },
  { name: "FootPerSecond", multiply: 0.3048 },
  { name: "FootPerMinute", multiply: 0.3048, divide: 60 },
  { name: "FootPerHour", multiply: 0.3048, divide: 3600 },
  { name: "UsSurveyFootPerSecond", multiply: 1200, divide: 3937 },
  { name: "UsSurveyFootPerMinute", multiply: 20, divide: 3937 },
  { name: "UsSurveyFootPerHour", multiply: 1, divide: 11811 },
  { name: "InchPerSecond", multiply: 2.54e-2 },
  { name: "InchPerMinute", multiply: 2.54e-2, divide: 60 },
  { name: "InchPerHour", multiply: 2.54e-2, divide: 3600 },
  { name: "YardPerSecond", multiply: 0.9144 },
  { name: "YardPerMinute", multiply: 0.9144, divide: 60 },
  { name: "YardPerHour", multiply: 0.9144, divide: 3600 },
  { name: "Knot", multiply: 0.514444 },
  { name: "MilePerHour", multiply: 0.44704 },
]);

const freezing = 273.15;

export const temperatureUnits = unitTable([
  { name: "Kelvin" },
  { name: "DegreeCelsius", offset: freezing, prefixes: ["Milli"] },
  { name: "DegreeDelisle", multiply: -2, divide: 3, offset: 373.15 },
  { name: "DegreeFahrenheit", multiply: 5, divide: 9, offset: (459.67 * 5) / 9 },
  { name: "DegreeNewton", multiply: 100, divide: 33, offset: freezing },
  { name: "DegreeRankine", multiply: 5, divide: 9 },
  { name: "DegreeReaumur", multiply: 5, divide: 4, offset: freezing },
  { name: "DegreeRoemer", multiply: 40, divide: 21, offset: freezing - (7.5 * 40) / 21 },
  { name: "SolarTemperature", multiply: 5778 },
]);

export const volumeUnits = unitTable([
  {
    name: "Liter",
    divide: 1e3,
    prefixes: ["Micro", "Milli", "Centi", "Deci", "Deca", "Hecto", "Kilo", "Mega"],
  },
  // Prefixes multiply the whole cubic unit, so a kilocubic meter is 1000 of them.
  { name: "CubicMeter", prefixes: ["Hecto", "Kilo"] },
  { name: "CubicKilometer", multiply: 1e9 },
  { name: "CubicHectometer", multiply: 1e6 },
  { name: "CubicDecimeter", divide: 1e3 },
  { name: "CubicCentimeter", divide: 1e6 },
  { name: "CubicMillimeter", divide: 1e9 },
  { name: "CubicMicrometer", divide: 1e18 },
  { name: "CubicMile", multiply: 4.16818182544058e9 },
  { name: "CubicYard", multiply: 0.764554858 },
  { name: "CubicFoot", multiply: 2.8316846592e-2, prefixes: ["Hecto", "Kilo", "Mega"] },
  { name: "CubicInch", multiply: 1.6387e-5 },
  { name: "ImperialGallon", multiply: 0.00454609000000181, prefixes: ["Kilo", "Mega"] },
  { name: "ImperialOunce", multiply: 2.84130624999629e-5 },
  { name: "UsGallon", multiply: 0.00378541, prefixes: ["Deca", "Deci", "Hecto", "Kilo", "Mega"] },
  { name: "UsOunce", multiply: 2.95735295625376e-5 },
  { name: "UsTablespoon", multiply: 1.478676478125e-5 },
  { name: "AuTablespoon", multiply: 2e-5 },
  { name: "UkTablespoon", multiply: 1.5e-5 },
  { name: "MetricTeaspoon", multiply: 0.5e-5 },
  { name: "UsTeaspoon", multiply: 4.92892159375e-6 },
  { name: "MetricCup", multiply: 0.00025 },
  { name: "UsCustomaryCup", multiply: 0.0002365882365 },
  { name: "UsLegalCup", multiply: 0.00024 },
  { name: "OilBarrel", multiply: 0.158987294928 },
  { name: "UsBeerBarrel", multiply: 0.1173477658 },
  { name: "ImperialBeerBarrel", multiply: 0.16365924 },
  { name: "UsQuart", multiply: 9.46352946e-4 },
  { name: "UsPint", multiply: 4.73176473e-4 },
  { name: "AcreFoot", divide: 0.000810714 },
  { name: "ImperialPint", multiply: 5.6826125e-4 },
  { name: "BoardFoot", multiply: 2.3597372158e-3 },
]);
