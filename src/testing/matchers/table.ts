import { toFire, toHaveColumns, toRaiseAlert, toRaiseAlerts, toReturnRows, toStayQuiet } from "./matchers.js";

/** The matchers by name, as `expect.extend` takes them. */
export const matchers = { toFire, toStayQuiet, toRaiseAlerts, toRaiseAlert, toReturnRows, toHaveColumns };
