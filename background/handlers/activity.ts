import type { PageHandlers } from "../router.ts";
import type { Parts } from "./parts.ts";

/** How many entries the page shows, the latest first; the export has them all. */
const SHOWN = 1000;

/** The activity page: what happened, whether the log is whole, and all of it as a file. */
export function activityHandlers({
  activity,
  keyring,
  now,
}: Parts): Pick<PageHandlers, "activity.list" | "activity.export"> {
  return {
    "activity.list": async () => {
      await activity.flush();
      const { entries, bad } = await keyring.activity();
      return { total: entries.length, bad, entries: entries.slice(-SHOWN).reverse() };
    },
    "activity.export": async () => {
      await activity.flush();
      const { entries, bad } = await keyring.activity();
      const exportedAt = new Date(now()).toISOString();
      activity.note({ type: "exported", method: "activity.export" });
      const file = { format: "countersign-activity", version: 1, exportedAt, missingOrChanged: bad, entries };
      return {
        name: `countersign-activity-${exportedAt.slice(0, 10)}.json`,
        text: `${JSON.stringify(file, null, 2)}\n`,
      };
    },
  };
}
