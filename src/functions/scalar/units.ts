/** `convert_length` and its kin: a value from one unit to another; null for a unit that the quantity does not have. */
import { type ScalarEntry, scalarFamily, signature } from "../entry.js";
import { type Quantity, unitNamed } from "../unit-factors.js";

export const unitFunctions = scalarFamily({
  convert_angle: conversion(
    "angle",
    "An angle",
    "round(convert_angle(1.2, 'Degree', 'Arcminute'), 9)",
    "72.0",
  ),
  convert_energy: conversion(
    "energy",
    "An energy",
    "round(convert_energy(1.2, 'Joule', 'BritishThermalUnit'), 9)",
    "0.001137381",
  ),
  convert_force: conversion(
    "force",
    "A force",
    "round(convert_force(1.2, 'Newton', 'Decanewton'), 9)",
    "0.12",
  ),
  convert_length: conversion(
    "length",
    "A length",
    "round(convert_length(1.2, 'Meter', 'Foot'), 9)",
    "3.937007874",
  ),
  convert_mass: conversion(
    "mass",
    "A mass",
    "round(convert_mass(1.2, 'Kilogram', 'Pound'), 9)",
    "2.645547146",
  ),
  convert_speed: conversion(
    "speed",
    "A speed",
    "round(convert_speed(1.2, 'MeterPerSecond', 'CentimeterPerHour'), 6)",
    "432000.0",
  ),
  convert_temperature: conversion(
    "temperature",
    "A temperature",
    "round(convert_temperature(1.2, 'Kelvin', 'DegreeCelsius'), 9)",
    "-271.95",
  ),
  convert_volume: conversion(
    "volume",
    "A volume",
    "round(convert_volume(1.2, 'CubicMeter', 'AcreFoot'), 9)",
    "0.000972857",
  ),
});

function conversion(quantity: Quantity, title: string, example: string, expected: string): ScalarEntry {
  return {
    summary: `${title} in another unit; null when a unit is not known.`,
    page: `convert-${quantity}-function`,
    signatures: [signature({ value: "real", from: "string", to: "string" }, "real")],
    nulls: "propagate",
    examples: { [example]: expected },
    kernel: (value: number, from: string, to: string) => {
      const source = unitNamed(quantity, from);
      const target = unitNamed(quantity, to);
      return source === undefined || target === undefined ? null : target.fromBase(source.toBase(value));
    },
  };
}
