import type { PinRequestView } from "../../src/protocol/views.ts";
import { Heading } from "../components/Heading.tsx";
import { Origin } from "../components/Origin.tsx";
import { hostOf, name } from "../components/outside.ts";
import { Details } from "../components/Rows.tsx";
import { Tag } from "../components/Tag.tsx";
import { askerText } from "../textAsker.ts";

/** Credentials of one site that another one is to use: both addresses, whole. */
export const PinRequest = ({ request: { origin, credentials } }: { request: PinRequestView }) => (
  <>
    <div class="titled">
      <Heading asker={hostOf(origin)}>{askerText.pinTitle(list(credentials.map((one) => one.name)))}</Heading>
      <Tag look="warn">{askerText.newWayIn}</Tag>
    </div>
    {credentials.map((credential, i) => (
      <Details
        key={i}
        rows={[
          [askerText.account, name(credential.username)],
          [askerText.registeredOn, <Registered key="old" origin={credential.registeredOn} />],
          [askerText.newSite, <Origin key="new" origin={origin} />],
        ]}
      />
    ))}
    <p class="small">{askerText.both}</p>
  </>
);

/** A credential of a recovery in this vault has no site yet. */
const Registered = ({ origin }: { origin: string }) =>
  origin === "" ? <span>{askerText.recoveredHere}</span> : <Origin origin={origin} />;

const list = (names: readonly string[]): string => names.map((one) => askerText.quoted(name(one))).join(", ");
