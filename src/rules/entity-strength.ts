import type { AlertEntity } from "./alert.js";
import { entityTypes } from "./entity-types.js";

/**
 * Whether an entity really says which one it is, so that incidents can join up over it: a private address, a built-in
 * SID or a mere display name does not.
 */
export function isStrongEntity(entity: AlertEntity): boolean {
  const type = entityTypes.get(entity.type);
  return (type?.strong ?? []).some(
    (set) =>
      set.every((identifier) => Object.hasOwn(entity, identifier)) &&
      set.every((name) => isTelling(entity, name)),
  );
}

/** Whether a set of identifiers can be strong at all, whatever the values. */
export function canBeStrong(type: string, identifiers: readonly string[]): boolean {
  const strong = entityTypes.get(type)?.strong ?? [];
  return strong.some((set) => set.every((identifier) => identifiers.includes(identifier)));
}

function isTelling(entity: AlertEntity, identifier: string): boolean {
  const value = entity[identifier];
  if (identifier === "Sid" || identifier === "SID") return !isBuiltInSid(value);
  if (entity.type === "IP" && identifier === "Address") {
    return isGlobalAddress(value) || Object.hasOwn(entity, "AddressScope");
  }
  if (entity.type === "URL") return /^[a-z][a-z0-9+.-]*:\/\//i.test(value);
  return true;
}

/** Well-known SIDs are the same on every machine; those of a domain or a machine start `S-1-5-21`, of Entra `S-1-12-1`. */
function isBuiltInSid(sid: string): boolean {
  return !/^S-1-(?:5-21|12-1)-/i.test(sid);
}

/** False for private, loopback, link-local and carrier-internal addresses. */
export function isGlobalAddress(address: string): boolean {
  const parts = /^(\d{1,3})\.(\d{1,3})\.\d{1,3}\.\d{1,3}$/.exec(address);
  if (parts === null) return address.includes(":") && !/^(?:::1$|::$|f[cd]|fe[89ab])/i.test(address);
  const [first, second] = [Number(parts[1]), Number(parts[2])];
  if (first === 10 || first === 127 || first === 0 || first >= 224) return false;
  if (first === 172) return second < 16 || second > 31;
  if (first === 192) return second !== 168;
  if (first === 169) return second !== 254;
  return first !== 100 || second < 64 || second > 127;
}
