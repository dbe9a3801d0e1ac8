import { members, nothing } from "./body.ts";
import { emptiable, flag, id, listOf, optional, text } from "./members.ts";
import { type Actions, dangerous } from "./row.ts";

const rights = dangerous("Permissions decide who may do what in your organisation.");
const operations = emptiable("Allows", listOf(text("Allows")));

export const permissions: Actions = {
  "permissions.createPermission": {
    at: "POST /permissions",
    title: "Create a permission",
    risk: rights,
    body: members({ name: text("Name"), operations }),
  },
  "permissions.updatePermission": {
    at: "PUT /permissions/:permissionId",
    title: "Change a permission",
    risk: rights,
    body: members({
      name: optional(text("Name")),
      operations: { ...operations, optional: true },
    }),
  },
  "permissions.archivePermission": {
    at: "PUT /permissions/:permissionId/archive",
    title: "Switch a permission off or on",
    say: ({ body }) =>
      body.isArchived === true ? "Switch off a permission" : "Switch a permission on again",
    risk: rights,
    body: members({ isArchived: flag("Switched off") }),
  },
  "permissions.createAssignment": {
    at: "POST /permissions/:permissionId/assignments",
    title: "Give somebody a permission",
    risk: dangerous("Whoever is named here may then do everything that the permission allows."),
    body: members({ identityId: id("To") }),
  },
  "permissions.deleteAssignment": {
    at: "DELETE /permissions/:permissionId/assignments/:assignmentId",
    title: "Take a permission from somebody",
    risk: rights,
    body: nothing,
  },
};
