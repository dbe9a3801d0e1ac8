import { members, nothing } from "./body.ts";
import { emptiable, listOf, oneOf, optional, text } from "./members.ts";
import { type Actions, dangerous, ordinary } from "./row.ts";

const telling = dangerous("Whoever runs this address is told what happens in your organisation.");
const url = text("Address");
const events = emptiable("Events", listOf(text("Events")));
const details = {
  description: optional(text("Description")),
  status: optional(oneOf("Status", "Enabled", "Disabled")),
};

export const webhooks: Actions = {
  "webhooks.createWebhook": {
    at: "POST /webhooks",
    title: "Report events to an address",
    risk: telling,
    body: members({ url, events, ...details }),
  },
  "webhooks.updateWebhook": {
    at: "PUT /webhooks/:webhookId",
    title: "Change where or which events are reported",
    risk: telling,
    body: members({ url: optional(url), events: optional(events), ...details }),
  },
  "webhooks.deleteWebhook": {
    at: "DELETE /webhooks/:webhookId",
    title: "Stop reporting events to an address",
    risk: dangerous("Programs that wait for these events stop working."),
    body: nothing,
  },
  "webhooks.pingWebhook": {
    at: "POST /webhooks/:webhookId/ping",
    title: "Send a test event to a webhook",
    risk: ordinary,
    body: nothing,
  },
};
