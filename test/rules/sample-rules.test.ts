import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  aadNonInteractiveUserSignInLogs,
  adfsSignInLogs,
  auditLogs,
  scenarios,
  signinLogs,
} from "../../src/fixtures.js";
import { loadRule } from "../../src/node/index.js";
import "../../src/vitest.js";

const at = "2026-04-06T12:00:00Z";
const rulesFolder = join(import.meta.dirname, "../../rules");
const load = (name: string) => loadRule(join(rulesFolder, `${name}.yaml`));

/** So many minutes before the run. */
function ago(minutes: number): string {
  return new Date(Date.parse(at) - minutes * 60_000).toISOString();
}

describe("bulk password profile updates", () => {
  const resets = (count: number, targets = count) =>
    Array.from({ length: count }, (_, index) =>
      auditLogs.passwordReset({
        actor: "eve@contoso.com",
        target: `user${index % targets}@contoso.com`,
        at: ago(50 - index),
      }),
    );

  it("fires on five resets of three users", async () => {
    const rule = await load("bulk-password-profile-updates");
    const run = rule.run({ AuditLogs: resets(5, 3) }, { at });
    expect(run).toFire();
    expect(run).toRaiseAlerts(1);
    expect(run).toReturnRows([{ Actor: "eve@contoso.com", UpdateCount: 5, DistinctTargets: 3 }], {
      exact: true,
    });
    expect(run).toRaiseAlert({
      severity: "High",
      title: "Bulk password/token update: 5 operations against 3 accounts by eve@contoso.com",
      entities: [{ type: "Account", FullName: "eve@contoso.com" }],
      customDetails: { UpdateCount: 5 },
    });
  });

  it("stays quiet one reset below the threshold", async () => {
    const rule = await load("bulk-password-profile-updates");
    expect(rule.run({ AuditLogs: resets(4) }, { at })).toStayQuiet();
  });

  it("stays quiet one target below the threshold", async () => {
    const rule = await load("bulk-password-profile-updates");
    expect(rule.run({ AuditLogs: resets(5, 2) }, { at })).toStayQuiet();
  });

  it("says in a failing matcher how near the nearest group came", async () => {
    const rule = await load("bulk-password-profile-updates");
    const run = rule.run({ AuditLogs: resets(4) }, { at });
    const failing = () => expect(run).toFire();
    expect(failing).toThrow(/stayed quiet/);
    expect(failing).toThrow(/UpdateCount/);
    expect(failing).toThrow(/eve@contoso\.com/);
  });

  it("fires on its scenario and not on the near miss", async () => {
    const rule = await load("bulk-password-profile-updates");
    expect(rule.run(scenarios.bulkPasswordReset({ at }), { at })).toFire();
    expect(rule.run(scenarios.bulkPasswordReset({ at, outcome: "near miss" }), { at })).toStayQuiet();
  });
});

describe("ADFS stale token", () => {
  const change = auditLogs.userUpdated({
    actor: "admin@contoso.com",
    target: "eve@contoso.com",
    at: ago(240),
  });

  it("fires on a token after the change, and not on one before", async () => {
    const rule = await load("adfs-stale-token-after-password-change");
    const token = (minutes: number) => adfsSignInLogs.success({ user: "eve@contoso.com", at: ago(minutes) });
    expect(rule.run({ AuditLogs: [change], ADFSSignInLogs: [token(180)] }, { at })).toFire();
    expect(rule.run({ AuditLogs: [change], ADFSSignInLogs: [token(300)] }, { at })).toStayQuiet();
  });

  it("fires on its scenario and not on the near miss", async () => {
    const rule = await load("adfs-stale-token-after-password-change");
    expect(rule.run(scenarios.adfsStaleToken({ at }), { at })).toFire();
    expect(rule.run(scenarios.adfsStaleToken({ at, outcome: "near miss" }), { at })).toStayQuiet();
  });
});

describe("account MFA modifications", () => {
  it("fires on its scenario and not on the near miss", async () => {
    const rule = await load("account-mfa-modifications");
    expect(rule.run(scenarios.mfaModification({ at }), { at })).toFire();
    expect(rule.run(scenarios.mfaModification({ at, outcome: "near miss" }), { at })).toStayQuiet();
  });

  it("counts every enrolment of one's own", async () => {
    const rule = await load("account-mfa-modifications");
    const own = auditLogs.securityInfoRegistered({
      actor: "eve@contoso.com",
      target: "eve@contoso.com",
      at: ago(60),
    });
    expect(rule.run({ AuditLogs: [own] }, { at })).toRaiseAlerts(1);
  });
});

describe("non-interactive sign-in, then a privileged action", () => {
  const refresh = (minutes: number) =>
    aadNonInteractiveUserSignInLogs.refresh({ user: "eve@contoso.com", at: ago(minutes) });
  const action = auditLogs.roleAssigned({ actor: "eve@contoso.com", target: "bob@contoso.com", at: ago(35) });

  it("fires five minutes after the sign-in, and is hidden by a later one", async () => {
    const rule = await load("non-interactive-sign-in-then-privileged-action");
    expect(
      rule.run({ AADNonInteractiveUserSignInLogs: [refresh(40)], AuditLogs: [action] }, { at }),
    ).toFire();
    const later = { AADNonInteractiveUserSignInLogs: [refresh(40), refresh(34)], AuditLogs: [action] };
    expect(rule.run(later, { at })).toStayQuiet();
  });

  it("fires on its scenario and not on the near miss", async () => {
    const rule = await load("non-interactive-sign-in-then-privileged-action");
    expect(rule.run(scenarios.silentSignInThenRoleAssignment({ at }), { at })).toFire();
    const miss = scenarios.silentSignInThenRoleAssignment({ at, outcome: "near miss" });
    expect(rule.run(miss, { at })).toStayQuiet();
  });
});

describe("failed Azure Portal access", () => {
  it("counts attempts of one kind together, in one row", async () => {
    const rule = await load("failed-azure-portal-access");
    const failures = [0, 1, 2].map((index) =>
      signinLogs.portalFailure({ user: "eve@contoso.com", at: ago(60 - index), index }),
    );
    expect(rule.run({ SigninLogs: failures }, { at })).toReturnRows([{ AttemptCount: 3 }], { exact: true });
  });

  it("fires on its scenario and not on the near miss", async () => {
    const rule = await load("failed-azure-portal-access");
    expect(rule.run(scenarios.failedPortalAccess({ at }), { at })).toFire();
    expect(rule.run(scenarios.failedPortalAccess({ at, outcome: "near miss" }), { at })).toStayQuiet();
  });
});
