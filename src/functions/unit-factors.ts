/**
 * Units of the `convert_*` functions. A unit is a number of base units, given as a factor or as a fraction; the engine
 * takes some of them less exactly than they are defined (an acre-foot is 1 / 0.000810714 cubic meters), so do we.
 */
export interface Unit {
  readonly toBase: (value: number) => number;
  readonly fromBase: (value: number) => number;
}

export type Quantity = "angle" | "energy" | "force" | "length" | "mass" | "speed" | "temperature" | "volume";

type Factor = number | readonly [times: number, over: number];

/** Name, size in base units, and the prefixes that the unit is known with. */
type UnitLine = readonly [name: string, factor: Factor, prefixes?: string];

const prefixSizes: Readonly<Record<string, Factor>> = {
  Nano: [1, 1e9],
  Micro: [1, 1e6],
  Milli: [1, 1e3],
  Centi: [1, 1e2],
  Deci: [1, 10],
  Deca: 10,
  Hecto: 1e2,
  Kilo: 1e3,
  Mega: 1e6,
  Giga: 1e9,
  Tera: 1e12,
};

const fractionOf = (factor: Factor): readonly [number, number] =>
  typeof factor === "number" ? [factor, 1] : factor;

function scaled(factor: Factor, prefix: Factor = 1): Unit {
  const [unitTimes, unitOver] = fractionOf(factor);
  const [prefixTimes, prefixOver] = fractionOf(prefix);
  const times = unitTimes * prefixTimes;
  const over = unitOver * prefixOver;
  return { toBase: (value) => (value * times) / over, fromBase: (value) => (value * over) / times };
}

/** Base units are `value * slope + zero`. */
function shifted(slope: Factor, zero: number): Unit {
  const [times, over] = fractionOf(slope);
  return {
    toBase: (value) => (value * times) / over + zero,
    fromBase: (value) => ((value - zero) * over) / times,
  };
}

function unitsOf(lines: readonly UnitLine[]): [string, Unit][] {
  return lines.flatMap(([name, factor, prefixes]): [string, Unit][] => {
    const prefixed = (prefixes ?? "")
      .split(" ")
      .filter((prefix) => prefix !== "")
      .map((prefix): [string, Unit] => {
        const small = name.slice(0, 1).toLowerCase() + name.slice(1);
        return [prefix + small, scaled(factor, prefixSizes[prefix])];
      });
    return [[name, scaled(factor)], ...prefixed];
  });
}

/** In degrees. */
const angles: readonly UnitLine[] = [
  ["Degree", 1, "Nano Micro Milli"],
  ["Radian", [180, Math.PI], "Nano Micro Milli Centi Deci"],
  ["Arcminute", [1, 60]],
  ["Arcsecond", [1, 3600]],
  ["Gradian", 0.9],
  ["NatoMil", [9, 160]],
  ["Revolution", 360],
];

/** The slope whose sine the number is. */
const tilt: Unit = {
  toBase: (value) => (Math.asin(value) * 180) / Math.PI,
  fromBase: (value) => Math.sin((value / 180) * Math.PI),
};

/** In joules. */
const energies: readonly UnitLine[] = [
  ["Joule", 1, "Milli Kilo Mega Giga"],
  ["Calorie", 4.184, "Kilo Mega"],
  ["BritishThermalUnit", 1055.05585262, "Kilo Mega Giga"],
  ["ElectronVolt", 1.602176565e-19, "Kilo Mega Giga Tera"],
  ["FootPound", 1.355817948],
  ["Erg", [1, 1e7]],
  ["WattHour", 3600, "Kilo Mega Giga Tera"],
  ["WattDay", 86_400, "Kilo Mega Giga Tera"],
  ["ThermEc", 1.05505585262e8, "Deca"],
  ["ThermUs", 1.054804e8, "Deca"],
  ["ThermImperial", 1.05505585257348e8, "Deca"],
  ["HorsepowerHour", 2.6845195377e6],
];

/** In newtons. */
const forces: readonly UnitLine[] = [
  ["Newton", 1, "Micro Milli Deca Kilo Mega"],
  ["Dyn", [1, 1e5]],
  ["KilogramForce", 9.80665002864],
  ["KiloPond", 9.80665002864],
  ["TonneForce", 9.80665002864e3],
  ["Poundal", 0.1382550279897304],
  ["PoundForce", 4.44822161526051, "Kilo"],
  ["OunceForce", 0.2780138509537812],
  ["ShortTonForce", 8.896443230521e3],
];

/** In meters. */
const lengths: readonly UnitLine[] = [
  ["Meter", 1, "Nano Micro Milli Centi Deci Deca Hecto Kilo"],
  ["Mile", 1609.34],
  ["Yard", 0.9144],
  ["Foot", 0.3048],
  ["UsSurveyFoot", [1200, 3937]],
  ["Inch", 2.54e-2],
  ["Mil", 2.54e-5],
  ["Microinch", 2.54e-8],
  ["Hand", 0.1016],
  ["Fathom", 1.8288],
  ["Shackle", 27.432],
  ["Chain", 20.1168],
  ["NauticalMile", 1852],
  ["DataMile", 1828.8],
  ["PrinterPoint", [2.54e-2, 72.27]],
  ["DtpPoint", [2.54e-2, 72]],
  ["PrinterPica", [1, 237.106301584]],
  ["DtpPica", [1, 236.220472441]],
  ["Twip", [1, 56692.913385826]],
  ["Angstrom", [1, 1e10]],
  ["AstronomicalUnit", 1.495978707e11],
  ["Parsec", 3.08567758128e16, "Kilo Mega"],
  ["LightYear", 9.46073047258e15, "Kilo Mega"],
  ["SolarRadius", 6.9551e8],
];

/** In kilograms. */
const masses: readonly UnitLine[] = [
  ["Gram", [1, 1e3], "Nano Micro Milli Centi Deci Deca Hecto Kilo"],
  ["Tonne", 1e3, "Kilo Mega"],
  ["ShortTon", 907.18474],
  ["LongTon", 1016.0469088],
  ["Pound", 0.45359237, "Kilo Mega"],
  ["Ounce", [1, 35.2739619]],
  ["Slug", [1, 6.852176556196105e-2]],
  ["Stone", [1, 0.1574731728702698]],
  ["ShortHundredweight", [1, 0.022046226218487758]],
  ["LongHundredweight", [1, 0.01968413055222121]],
  ["Grain", [1, 15432.358352941432]],
  ["SolarMass", 1.98947e30],
  ["EarthMass", 5.9722e24],
];

/** In meters per second. */
const speeds: readonly UnitLine[] = [
  ["MeterPerSecond", 1, "Nano Micro Milli Centi Deci Kilo"],
  ["MeterPerMinute", [1, 60], "Nano Micro Milli Centi Deci Kilo"],
  ["MeterPerHour", [1, 3600], "Milli Centi Kilo"],
  ["FootPerSecond", 0.3048],
  ["FootPerMinute", [0.3048, 60]],
  ["FootPerHour", [0.3048, 3600]],
  ["UsSurveyFootPerSecond", [1200, 3937]],
  ["UsSurveyFootPerMinute", [20, 3937]],
  ["UsSurveyFootPerHour", [1, 11_811]],
  ["InchPerSecond", 2.54e-2],
  ["InchPerMinute", [2.54e-2, 60]],
  ["InchPerHour", [2.54e-2, 3600]],
  ["YardPerSecond", 0.9144],
  ["YardPerMinute", [0.9144, 60]],
  ["YardPerHour", [0.9144, 3600]],
  ["MilePerHour", 0.44704],
  ["Knot", 0.514444],
];

/** Kelvins at the zero of the Celsius scale. */
const ice = 273.15;

/** In kelvins. */
const temperatures: [string, Unit][] = [
  ["Kelvin", scaled(1)],
  ["DegreeCelsius", shifted(1, ice)],
  ["MillidegreeCelsius", shifted([1, 1000], ice)],
  ["DegreeDelisle", shifted([-2, 3], 373.15)],
  ["DegreeFahrenheit", shifted([5, 9], (459.67 * 5) / 9)],
  ["DegreeNewton", shifted([100, 33], ice)],
  ["DegreeRankine", scaled([5, 9])],
  ["DegreeReaumur", shifted([5, 4], ice)],
  ["DegreeRoemer", shifted([40, 21], ice - (7.5 * 40) / 21)],
  ["SolarTemperature", scaled(5778)],
];

/** In cubic meters. */
const volumes: readonly UnitLine[] = [
  ["CubicMeter", 1, "Hecto Kilo"],
  ["Liter", [1, 1e3], "Micro Milli Centi Deci Deca Hecto Kilo Mega"],
  ["CubicKilometer", 1e9],
  ["CubicHectometer", 1e6],
  ["CubicDecimeter", [1, 1e3]],
  ["CubicCentimeter", [1, 1e6]],
  ["CubicMillimeter", [1, 1e9]],
  ["CubicMicrometer", [1, 1e18]],
  ["CubicMile", 4.16818182544058e9],
  ["CubicYard", 0.764554858],
  ["CubicFoot", 2.8316846592e-2, "Hecto Kilo Mega"],
  ["CubicInch", 1.6387e-5],
  ["BoardFoot", 2.3597372158e-3],
  ["AcreFoot", [1, 0.000810714]],
  ["ImperialGallon", 0.00454609000000181, "Kilo Mega"],
  ["ImperialPint", 5.6826125e-4],
  ["ImperialOunce", 2.84130624999629e-5],
  ["ImperialBeerBarrel", 0.16365924],
  ["UsGallon", 0.00378541, "Deca Deci Hecto Kilo Mega"],
  ["UsQuart", 9.46352946e-4],
  ["UsPint", 4.73176473e-4],
  ["UsOunce", 2.95735295625376e-5],
  ["UsCustomaryCup", 0.0002365882365],
  ["UsLegalCup", 0.00024],
  ["UsTablespoon", 1.478676478125e-5],
  ["UsTeaspoon", 4.92892159375e-6],
  ["UsBeerBarrel", 0.1173477658],
  ["AuTablespoon", 2e-5],
  ["UkTablespoon", 1.5e-5],
  ["MetricTeaspoon", 5e-6],
  ["MetricCup", 0.00025],
  ["OilBarrel", 0.158987294928],
];

const units: Readonly<Record<Quantity, ReadonlyMap<string, Unit>>> = {
  angle: new Map([...unitsOf(angles), ["Tilt", tilt]]),
  energy: new Map(unitsOf(energies)),
  force: new Map(unitsOf(forces)),
  length: new Map(unitsOf(lengths)),
  mass: new Map(unitsOf(masses)),
  speed: new Map(unitsOf(speeds)),
  temperature: new Map(temperatures),
  volume: new Map(unitsOf(volumes)),
};

export const unitNamed = (quantity: Quantity, name: string): Unit | undefined => units[quantity].get(name);

export const unitNames = (quantity: Quantity): Iterable<string> => units[quantity].keys();
