import { describe, expect, test } from "vitest";
import { call, nullOf } from "./call-scalar.js";

type Case = [quantity: string, value: number, from: string, to: string, expected: number];

describe("conversions", () => {
  test.each<Case>([
    ["angle", 1.2, "Degree", "Arcminute", 72],
    ["angle", 180, "Degree", "Radian", Math.PI],
    ["angle", 0.5, "Tilt", "Degree", 30],
    ["angle", 1, "Revolution", "Gradian", 400],
    ["energy", 1.2, "Joule", "BritishThermalUnit", 0.0011373805443759806],
    ["energy", 1, "KilowattHour", "Joule", 3.6e6],
    ["energy", 1, "WattDay", "WattHour", 24],
    ["force", 1.2, "Newton", "Decanewton", 0.12],
    ["force", 1, "ShortTonForce", "KilopoundForce", 2],
    ["length", 1.2, "Meter", "Foot", 3.9370078740157477],
    ["length", 1, "NauticalMile", "Kilometer", 1.852],
    ["length", 1, "Foot", "Inch", 12],
    ["mass", 1.2, "Kilogram", "Pound", 2.6455471462185312],
    ["mass", 1, "Megatonne", "Kilogram", 1e9],
    ["speed", 1.2, "MeterPerSecond", "CentimeterPerHour", 432000],
    ["speed", 36, "KilometerPerHour", "MeterPerSecond", 10],
    ["temperature", 1.2, "Kelvin", "DegreeCelsius", -271.95],
    ["temperature", 100, "DegreeCelsius", "DegreeFahrenheit", 212],
    ["temperature", 0, "DegreeFahrenheit", "DegreeRankine", 459.67],
    ["temperature", 100, "DegreeCelsius", "DegreeDelisle", 0],
    ["temperature", 100, "DegreeCelsius", "DegreeRoemer", 60],
    ["volume", 1.2, "CubicMeter", "AcreFoot", 0.0009728568],
    ["volume", 1, "UsGallon", "Milliliter", 3785.41],
    ["volume", 1, "KilocubicMeter", "CubicMeter", 1000],
    ["volume", 2, "Liter", "Liter", 2],
  ])("%s: %d %s in %s is %d", (quantity, value, from, to, expected) => {
    const converted = call(`convert_${quantity}`, { type: "real", cell: value }, from, to);
    expect(converted).toBeCloseTo(expected, 9);
  });

  test.each(["angle", "energy", "force", "length", "mass", "speed", "temperature", "volume"])(
    "%s knows no other units and no missing value",
    (quantity) => {
      expect(call(`convert_${quantity}`, 1, "Parrot", "Kelvin")).toBeNull();
      expect(call(`convert_${quantity}`, 1, "", "")).toBeNull();
      expect(call(`convert_${quantity}`, nullOf("real"), "Kelvin", "Kelvin")).toBeNull();
    },
  );
});
