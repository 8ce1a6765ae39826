import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assertUid, isUid, sha1, uidOf } from "../../src/dicom/uid.js";
import { errorOf } from "../support/errors.js";
import { python, pythonHas } from "../support/python.js";

describe("sha1", () => {
  it("agrees with OpenSSL's for any message", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (message) => {
        const expected = createHash("sha1").update(message).digest("hex");
        expect(Buffer.from(sha1(message)).toString("hex")).toBe(expected);
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});

const HAS_PYTHON = pythonHas("uuid");

describe("uidOf", () => {
  it.runIf(HAS_PYTHON)("is the decimal UUIDv5 of Python's uuid module", () => {
    const program = `
import uuid, json
print('2.25.%d' % uuid.uuid5(uuid.UUID('6f1e8a52-5b0c-5d0e-9a57-3c1d8f3f7e11'), '["tracking","7",3]').int)`;
    expect(uidOf("tracking", "7", 3)).toBe(python(program).trim());
  });
  if (!HAS_PYTHON) it.skip("is Python's UUIDv5 (SKIPPED: no python3 here)", () => {});

  it("gives valid UIDs that differ where the parts differ", () => {
    const uids = [uidOf("a", "bc"), uidOf("ab", "c"), uidOf("a", 1), uidOf("a", "1"), uidOf("a")];
    expect(new Set(uids).size).toBe(uids.length);
    expect(uids.every(isUid)).toBe(true);
  });
});

describe("isUid", () => {
  it.each(["1", "1..2", "01.2", "1.02", "1.2.", "1.a", "", `1.${"2".repeat(63)}`])(
    "rejects %j",
    (text) => {
      expect(isUid(text)).toBe(false);
      errorOf("BAD_VALUE", () => assertUid("studyUid", text), { column: "studyUid" });
    },
  );
  it("takes zeros and 64 characters", () => {
    expect([isUid("1.0.2"), isUid(`1.${"2".repeat(62)}`)]).toEqual([true, true]);
  });
});
