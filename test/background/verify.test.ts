import { openDB } from "idb";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import { newWorld, register } from "../vault/stored.ts";
import type { World } from "./world.ts";

describe("reading the whole vault", () => {
  let dfns: LocalDfns;
  let world: World;

  beforeAll(async () => {
    dfns = await startDfns();
  });
  afterAll(() => dfns.close());
  beforeEach(async () => {
    world = await newWorld();
    await register(world, dfns, `${crypto.randomUUID()}@example.com`);
  });

  const onDisk = async (change: (db: Awaited<ReturnType<typeof openDB>>) => Promise<unknown>) => {
    const db = await openDB("countersign");
    await change(db);
    db.close();
  };
  const refused = () =>
    expect(world.page("vault.verify")).rejects.toMatchObject({ data: { reason: "notOpened" } });

  it("counts the records of a whole one", async () => {
    expect(await world.page("vault.verify")).toEqual({ records: 2 });
  });

  it("notices what unlocking does not: a record that is gone", async () => {
    await onDisk(async (db) => {
      const [id] = await db.getAllKeys("records");
      if (id !== undefined) await db.delete("records", id);
    });
    await refused();
    expect((await world.page("vault.status")).state).toBe("unlocked");
  });

  it("notices two records that changed places", async () => {
    await onDisk(async (db) => {
      const [a = "", b = ""] = await db.getAllKeys("records");
      const [first, second] = [await db.get("records", a), await db.get("records", b)];
      await db.put("records", second, a);
      await db.put("records", first, b);
    });
    await refused();
  });

  it("notices a record that belongs to nothing", async () => {
    await onDisk(async (db) => {
      const [record] = await db.getAll("records");
      await db.put("records", record, "left-over-record");
    });
    await refused();
  });

  it("asks for the vault to be unlocked", async () => {
    await world.page("vault.lock");
    await expect(world.page("vault.verify")).rejects.toMatchObject({ data: { reason: "locked" } });
  });
});
