/** One seed for all random tests, so that a failure comes again. `KQLUNIT_TEST_SEED` tries another. */
import fc from "fast-check";

export const seed = Number(process.env.KQLUNIT_TEST_SEED ?? 20_260_406);
if (!Number.isSafeInteger(seed)) throw new Error("KQLUNIT_TEST_SEED must be a whole number");

fc.configureGlobal({ seed });
