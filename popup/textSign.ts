import type { Label } from "../src/protocol/views.ts";

/** The words of sign-ins and user actions; the sentences of the actions themselves come with the request. */
export const signText = {
  as: "as",
  labels: {
    verified: ["Verified.", "Countersign opened this action itself. Dfns will run what you see here."],
    stated: ["Stated by the site.", "Countersign cannot check that these details match what is signed."],
    opaque: ["Opaque.", "Countersign cannot tell what this code does."],
  } satisfies Readonly<Record<Label, readonly [string, string]>>,
  verifiedLogin: "Countersign opened this with Dfns itself.",
  disagrees: "The site describes this in two different ways.",
  code: "Code",
  signsAs: "Signs as",
  credential: "Credential",
  organisation: "Organisation",
  signWith: "Sign with",
  full: "Full request",
  careful: "Approve only if you started this yourself.",
  password: "Credential password",
  confirm: "Confirm credential password",
  ofThisCredential: "The password of this credential, not of your vault.",
  notTheVaults: "Use a different password than for your vault.",
  isTheVaults: "This is your vault password. Choose another one for this credential.",
  wrongPassword: (name: string) =>
    `This password does not open “${name}”. Check Caps Lock and the keyboard layout.`,
  empty: "Type the password of this credential.",
  signing: "Signing",
  working: (api: string) => `Asking ${api}`,
  refusedTitle: "Dfns refused this",
  failedTitle: "This could not be finished",
  failedLead: "Go back to the site and try again.",
  unknownNetwork: "Unknown network",
} as const;
