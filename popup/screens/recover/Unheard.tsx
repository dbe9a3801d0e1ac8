import { useOver } from "../../components/Clock.tsx";
import { Heading } from "../../components/Heading.tsx";
import { Note, Sign } from "../../components/Note.tsx";
import { hostOf } from "../../components/outside.ts";
import { text } from "../../text.ts";
import { recoverText } from "../../textRecover.ts";
import { Act } from "./Act.tsx";
import { ApiTrouble } from "./ApiTrouble.tsx";
import type { RecoverProps } from "./RecoverPage.tsx";

const { handedOver, lost } = recoverText;
type Props = Pick<RecoverProps, "view" | "refresh">;

/** The site has it, and sends it to Dfns or not. */
export function HandedOver({ view, refresh }: RecoverProps) {
  const host = hostOf(view.origin ?? "");
  const over = useOver(view.expiresAt);
  return (
    <>
      <Sign icon={over ? "clock" : "check"} look={over ? "plain" : "ok"} />
      <Heading look="display">{over ? handedOver.overTitle : handedOver.title}</Heading>
      <p class="lead">{over ? handedOver.overLead(host) : handedOver.lead(host)}</p>
      <p class="small">{handedOver.old}</p>
      {over && <Unlisted view={view} />}
      <div class="actions">
        {over && <WaysOn view={view} refresh={refresh} />}
        <Act
          view={view}
          refresh={refresh}
          request="recover.leave"
          params={{}}
          label={text.done}
          look={over ? "secondary" : "primary"}
        />
      </div>
    </>
  );
}

/** Dfns has perhaps accepted: the keys stay, and Dfns is asked again. */
export const Lost = ({ view, refresh }: RecoverProps) => (
  <>
    <Sign icon="warning" look="plain" />
    <Heading look="display">{lost.title}</Heading>
    <p class="lead">{lost.lead}</p>
    {view.refusal && <ApiTrouble trouble={{ refusal: view.refusal }} api={view.account?.url ?? ""} />}
    <Unlisted view={view} />
    <p class="small">{lost.kept}</p>
    <div class="actions">
      <WaysOn view={view} refresh={refresh} />
    </div>
  </>
);

const Unlisted = ({ view }: Pick<Props, "view">) =>
  view.made?.isUnlisted ? (
    <Note look="warn">
      <b>{lost.unlisted}</b> {lost.unlistedLead}
    </Note>
  ) : null;

/**
 * Asking Dfns again, which sends it again while there is time; asking with the new kit, where only that tells; and the old
 * kit, which works unless Dfns has accepted.
 */
function WaysOn({ view, refresh }: Props) {
  const isUnlisted = view.made?.isUnlisted === true;
  const over = useOver(view.expiresAt);
  const canCheck = !isUnlisted || !over;
  const props = { view, refresh };
  return (
    <>
      {canCheck && <Act {...props} request="recover.retry" params={{}} label={lost.check} />}
      {isUnlisted && (
        <Act
          {...props}
          request="recover.lines"
          params={{ kit: "new" }}
          label={lost.withNew}
          look={canCheck ? "secondary" : "primary"}
        />
      )}
      <StartAgain {...props} look="secondary" />
    </>
  );
}

/** To the lines of the old kit; nothing that is kept is given up. */
export const StartAgain = ({ look, ...props }: Props & { readonly look: "primary" | "secondary" }) => (
  <Act {...props} request="recover.lines" params={{ kit: "old" }} label={lost.withOld} look={look} />
);
