/** Measures in other units. */
import { type ScalarEntry, scalarFamily, signature } from "../entry.js";
import {
  angleUnits,
  convertUnit,
  energyUnits,
  forceUnits,
  lengthUnits,
  massUnits,
  speedUnits,
  temperatureUnits,
  type Units,
  volumeUnits,
} from "../units.js";

function conversion(quantity: string, units: Units, examples: ScalarEntry["examples"]): ScalarEntry {
  return {
    summary: `${quantity} in another unit; null where there is no unit of that name.`,
    page: `convert-${quantity.toLowerCase()}-function`,
    signatures: [signature({ value: "real", from: "string", to: "string" }, "real")],
    nulls: "propagate",
    examples,
    kernel: (value: number, from: string, to: string) => {
      const source = units.get(from);
      const target = units.get(to);
      return source === undefined || target === undefined ? null : convertUnit(value, source, target);
    },
  };
}

export const unitFunctions = scalarFamily({
  convert_angle: conversion("Angle", angleUnits, { "convert_angle(1.2, 'Degree', 'Arcminute')": "72.0" }),
  convert_energy: conversion("Energy", energyUnits, {
    "convert_energy(1.5, 'Kilojoule', 'Joule')": "1500.0",
  }),
  convert_force: conversion("Force", forceUnits, { "convert_force(1.2, 'Newton', 'Decanewton')": "0.12" }),
  convert_length: conversion("Length", lengthUnits, {
    "convert_length(1.2, 'Meter', 'Centimeter')": "120.0",
  }),
  convert_mass: conversion("Mass", massUnits, { "convert_mass(2.0, 'Tonne', 'Kilogram')": "2000.0" }),
  convert_speed: conversion("Speed", speedUnits, {
    "convert_speed(1.2, 'MeterPerSecond', 'CentimeterPerHour')": "432000.0",
  }),
  convert_temperature: conversion("Temperature", temperatureUnits, {
    "convert_temperature(300.0, 'Kelvin', 'DegreeCelsius') - 26.85 < 0.0000001": "true",
  }),
  convert_volume: conversion("Volume", volumeUnits, {
    "convert_volume(1.2, 'CubicMeter', 'AcreFoot')": "0.0009728568",
  }),
});
