import { members, nothing } from "./body.ts";
import { json, oneOf, optional, text } from "./members.ts";
import { type Actions, dangerous } from "./row.ts";
import { text as textIn } from "./seen.ts";

const rules = dangerous("Policies decide what is allowed in your organisation and who has to agree.");

const policy = members({
  name: text("Name"),
  activityKind: text("Applies to"),
  rule: json("Rule"),
  action: json("Then"),
  filters: optional(json("Only for")),
});

export const policies: Actions = {
  "policies.createPolicy": { at: "POST /v2/policies", title: "Create a policy", risk: rules, body: policy },
  "policies.updatePolicy": {
    at: "PUT /v2/policies/:policyId",
    title: "Change a policy",
    risk: rules,
    body: policy,
  },
  "policies.archivePolicy": {
    at: "DELETE /v2/policies/:policyId",
    title: "Switch off a policy",
    risk: dangerous("What this policy held back is then allowed."),
    body: nothing,
  },
  "policies.createApprovalDecision": {
    at: "POST /v2/policy-approvals/:approvalId/decisions",
    title: "Decide on somebody's request",
    say: ({ body }) =>
      textIn(body.value) === "Approved" ? "Allow somebody's request" : "Refuse somebody's request",
    risk: dangerous(
      "Your decision may be the last one needed. This window does not show what the request does.",
    ),
    body: members({ value: oneOf("Decision", "Approved", "Denied"), reason: optional(text("Reason")) }),
  },
};
